/** Images: lists, single ones, what their owner can do with them. */
import { address, answerOf, api, csrfToken } from "./client";
import type { components } from "./schema";
import type { Image, Page, Timeline } from "./types";

export type ImageChanges = components["schemas"]["ImageChange"];
export type QuarterTurn = components["schemas"]["Rotation"]["degrees"];
export type { Timeline };

export interface ListOptions {
  cursor: string | null;
  limit: number;
  signal: AbortSignal;
}

/** What one call for several images may ask for. */
export const IDS_PER_CALL = 100;
const TRASH_PAGE = 60;

const one = (id: string) => ({ params: { path: { image_id: id } } });
const reading = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

/** The newest images that everyone may see. */
export const listImages = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/images", { params: { query }, signal }));

/** All of a list that comes in pages. */
export async function getInParts<Item>(load: (cursor: string | null) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await load(cursor);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

/** These images in this order; one that is gone is left out. */
export async function getImages(ids: readonly string[], signal?: AbortSignal): Promise<Image[]> {
  const parts = [];
  for (let start = 0; start < ids.length; start += IDS_PER_CALL) {
    const query = { ids: ids.slice(start, start + IDS_PER_CALL), limit: IDS_PER_CALL };
    parts.push(answerOf(api.GET("/api/v1/images", { params: { query }, ...reading(signal) })));
  }
  return (await Promise.all(parts)).flatMap((page) => page.items);
}

export const getImage = (id: string, signal?: AbortSignal) =>
  answerOf(api.GET("/api/v1/images/{image_id}", { ...one(id), ...reading(signal) }));

export const getTimeline = (signal?: AbortSignal) => answerOf(api.GET("/api/v1/me/timeline", reading(signal)));

export const changeImage = (id: string, changes: ImageChanges) =>
  answerOf(api.PATCH("/api/v1/images/{image_id}", { ...one(id), body: changes }));

export const rotateImage = (id: string, degrees: QuarterTurn) =>
  answerOf(api.POST("/api/v1/images/{image_id}/rotate", { ...one(id), body: { degrees } }));

export const trashImage = (id: string) => answerOf(api.DELETE("/api/v1/images/{image_id}", one(id)));

export const deleteForEver = (id: string) =>
  answerOf(api.DELETE("/api/v1/images/{image_id}", { params: { path: { image_id: id }, query: { forever: true } } }));

export const restoreImage = (id: string) => answerOf(api.POST("/api/v1/images/{image_id}/restore", one(id)));

export const listTrash = (cursor: string | null, signal?: AbortSignal) =>
  answerOf(api.GET("/api/v1/me/trash", { params: { query: { cursor, limit: TRASH_PAGE } }, ...reading(signal) }));

export const getClassification = (id: string, signal?: AbortSignal) =>
  answerOf(api.GET("/api/v1/images/{image_id}/classification", { ...one(id), ...reading(signal) }));

export const getWriting = (id: string, signal?: AbortSignal) =>
  answerOf(api.GET("/api/v1/images/{image_id}/text", { ...one(id), ...reading(signal) }));

/** Into one's own library; what is there already stays and is answered. */
export const copyImage = (id: string) => answerOf(api.POST("/api/v1/images/{image_id}/copy", one(id)));

/** What the machine would say of a picture, by language. */
export const getCaptions = (id: string, signal?: AbortSignal) =>
  answerOf(api.GET("/api/v1/images/{image_id}/caption", { ...one(id), ...reading(signal) }));

export const understandAgain = (id: string) => answerOf(api.POST("/api/v1/images/{image_id}/classification", one(id)));

export const originalAddress = (id: string) => address(`/images/${id}/original`, { download: true });

/** The original for showing, not for saving. */
export const viewAddress = (id: string) => address(`/images/${id}/original`);

/** The browser saves the answer while it streams in, which only a plain form can start. */
export function downloadZip(ids: readonly string[]): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address("/images/zip");
  form.hidden = true;
  form.append(field("csrf_token", csrfToken()), ...ids.map((id) => field("ids", id)));
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
