/** One chosen file on its way to the server, and what is sent with it. */
import type { UploadFields } from "@/api/upload";
import type { Problem } from "@/api/problem";
import type { Image } from "@/api/types";

/**
 * waiting → sending → sent; or `known` (one's library has it), `refused` (the server said why), `interrupted` (no answer),
 * `cancelled`. What the machine then makes of a sent one is in its image.
 */
export type UploadState = "waiting" | "sending" | "sent" | "known" | "refused" | "interrupted" | "cancelled";

export interface UploadItem {
  key: string;
  file: File;
  state: UploadState;
  /** 0 to 1, of what has left this device. */
  progress: number;
  sha256: string | null;
  /** Id of the same picture in one's library. */
  knownId: string | null;
  /** Object URL of a small preview; null until drawn, or when this browser cannot show the format. */
  preview: string | null;
  isInspected: boolean;
  /** What was filled in for this picture alone; it wins over the batch. */
  own: Partial<UploadFields>;
  /** Why it was not taken. */
  problem: Problem | null;
  image: Image | null;
  idempotencyKey: string;
}

export const EMPTY_FIELDS: UploadFields = {
  title: "{name}",
  description: "",
  alt_text: "",
  tags: [],
  category: "",
  privacy: "private",
  licence: "",
  author: "",
  source_url: "",
  album: "",
};

export function makeItem(file: File): UploadItem {
  return {
    key: randomKey(),
    file,
    state: "waiting",
    progress: 0,
    sha256: null,
    knownId: null,
    preview: null,
    isInspected: false,
    own: {},
    problem: null,
    image: null,
    idempotencyKey: randomKey(),
  };
}

/** 128 random bits; `crypto.randomUUID` is missing over plain HTTP. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The batch's fields under the picture's own; tags of both; `{name}` and `{n}` in the title are filled in. */
export function fieldsOf(item: UploadItem, batch: UploadFields, number: number): UploadFields {
  const merged = { ...batch, ...item.own };
  return {
    ...merged,
    tags: [...new Set([...batch.tags, ...(item.own.tags ?? [])])],
    title: merged.title.replaceAll("{name}", stemOf(item.file.name)).replaceAll("{n}", String(number)).trim(),
  };
}

export function stemOf(name: string): string {
  return name.replace(/\.[^.]+$/, "") || name;
}

/** What stands where no preview can be drawn: "HEIC", "TIFF". */
export function formatOf(file: File): string {
  const ending = /\.([a-z0-9]{2,5})$/i.exec(file.name)?.[1] ?? file.type.split("/")[1] ?? "";
  return ending.toUpperCase();
}

const SENDABLE: readonly UploadState[] = ["waiting"];
const AGAIN: readonly UploadState[] = ["refused", "interrupted", "cancelled"];

export const isSendable = (item: UploadItem) => SENDABLE.includes(item.state);
export const canRetry = (item: UploadItem) => AGAIN.includes(item.state);
export const isFailed = (item: UploadItem) => item.state === "refused" || item.state === "interrupted";
export const isSettled = (item: UploadItem) => item.state !== "waiting" && item.state !== "sending";
