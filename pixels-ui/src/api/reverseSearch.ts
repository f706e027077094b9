/** Search by picture: of one's own or one that is here, whole or a box of it; what is like a picture; one's copies. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";

/** Left, top, width and height as shares of the picture as shown. */
export type Box = readonly [left: number, top: number, width: number, height: number];

const one = (id: string) => ({ params: { path: { search_id: id } } });

export const searchByImage = (image: string, box: Box | null) =>
  answerOf(api.POST("/api/v1/reverse-searches", { body: { image, ...(box ? { box } : {}) } as never }));

export function searchByFile(file: File, box: Box | null) {
  const form = new FormData();
  for (const share of box ?? []) form.append("box", String(share));
  form.append("file", file, file.name);
  return answerOf(api.POST("/api/v1/reverse-searches", { body: form as never }));
}

export const getReverseSearch = (id: string, signal: AbortSignal) =>
  answerOf(api.GET("/api/v1/reverse-searches/{search_id}", { ...one(id), signal }));

/** Nearest first. */
export const listSimilar = (image: string, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/images/{image_id}/similar", { params: { path: { image_id: image }, query }, signal }));

/** One's own pictures that show the same. */
export const listCopies = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/me/copies", { params: { query }, signal }));
