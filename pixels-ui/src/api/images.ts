/** Images: lists, single ones, what their owner can do with them. */
import { address, call, callHeaders } from "./client";
import type { CategoryKey, Classification, Image, Page, Privacy } from "./types";

export interface ImageListOptions {
  cursor?: string | null;
  limit?: number;
  category?: string | null;
  signal?: AbortSignal;
}

export interface ImageChanges {
  title?: string;
  description?: string;
  alt_text?: string;
  tags?: readonly string[];
  category?: CategoryKey;
  privacy?: Privacy;
  licence?: string;
  author?: string;
  source_url?: string;
  taken_at?: string | null;
  rating?: number | null;
}

export interface Timeline {
  count: number;
  days: { day: string; count: number }[];
  ids: string[];
  aspects: number[];
}

export type QuarterTurn = 90 | 180 | 270;

/** What one call for several images may ask for. */
export const IDS_PER_CALL = 100;

const reading = (signal?: AbortSignal) => (signal ? { signal } : {});

/** The newest images that everyone may see. */
export function listImages({ signal, ...query }: ImageListOptions = {}): Promise<Page<Image>> {
  return call<Page<Image>>("GET", "/images", { query: { ...query }, ...reading(signal) });
}

/** These images in this order; one that is gone is left out. */
export async function getImages(ids: readonly string[], signal?: AbortSignal): Promise<Image[]> {
  const parts: Promise<Page<Image>>[] = [];
  for (let start = 0; start < ids.length; start += IDS_PER_CALL) {
    const query = { ids: ids.slice(start, start + IDS_PER_CALL), limit: IDS_PER_CALL };
    parts.push(call<Page<Image>>("GET", "/images", { query, ...reading(signal) }));
  }
  return (await Promise.all(parts)).flatMap((page) => page.items);
}

export const getImage = (id: string, signal?: AbortSignal) => call<Image>("GET", `/images/${id}`, reading(signal));

export const getTimeline = (signal?: AbortSignal) => call<Timeline>("GET", "/me/timeline", reading(signal));

export const changeImage = (id: string, changes: ImageChanges) =>
  call<Image>("PATCH", `/images/${id}`, { body: changes });

export const rotateImage = (id: string, degrees: QuarterTurn) =>
  call<Image>("POST", `/images/${id}/rotate`, { body: { degrees } });

export const trashImage = (id: string) => call<void>("DELETE", `/images/${id}`);

export const deleteForEver = (id: string) => call<void>("DELETE", `/images/${id}`, { query: { forever: true } });

export const restoreImage = (id: string) => call<Image | undefined>("POST", `/images/${id}/restore`);

export const listTrash = (cursor: string | null, signal?: AbortSignal) =>
  call<Page<Image>>("GET", "/me/trash", { query: { cursor, limit: 60 }, ...reading(signal) });

export const getClassification = (id: string, signal?: AbortSignal) =>
  call<Classification>("GET", `/images/${id}/classification`, reading(signal));

export const understandAgain = (id: string) => call<Classification>("POST", `/images/${id}/classification`);

export const originalAddress = (id: string) => address(`/images/${id}/original`, { download: true });

/** The original for showing, not for saving. */
export const viewAddress = (id: string) => address(`/images/${id}/original`);

/** The browser saves the answer while it streams in, which only a plain form can start. */
export function downloadZip(ids: readonly string[]): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address("/images/zip");
  form.hidden = true;
  form.append(field("csrf_token", callHeaders("POST")["X-CSRFToken"] ?? ""), ...ids.map((id) => field("ids", id)));
  document.body.append(form);
  form.submit();
  form.remove();
}

function field(name: string, value: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}
