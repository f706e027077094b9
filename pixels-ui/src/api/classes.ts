/** Own classes: made from examples, taught, renamed, deleted, shared by name; and those that others share. */
import { answerOf, api } from "./client";
import { getInParts, type ListOptions } from "./images";
import type { OwnClass } from "./types";

const MOST_AT_ONCE = 500;
const PAGE = 100;
const one = (id: string) => ({ params: { path: { class_id: id } } });

/** All of them, newest first; with `image`, each says what it knows of this picture. */
export const listClasses = ({ image, signal }: { image?: string; signal: AbortSignal }): Promise<OwnClass[]> =>
  getInParts((cursor) =>
    answerOf(api.GET("/api/v1/classes", { params: { query: { cursor, limit: PAGE, ...(image ? { image } : {}) } }, signal })),
  );

/** With its first examples. */
export async function makeClass(name: string, ids: readonly string[]): Promise<OwnClass> {
  const made = await answerOf(api.POST("/api/v1/classes", { body: { name, ids: ids.slice(0, MOST_AT_ONCE) } }));
  return ids.length > MOST_AT_ONCE ? teachClass(made.id, ids.slice(MOST_AT_ONCE), true) : made;
}

/** Says that these pictures are of the class, that they are not, or (null) nothing any more. */
export async function teachClass(id: string, ids: readonly string[], positive: boolean | null): Promise<OwnClass> {
  const body = { ids: ids.slice(0, MOST_AT_ONCE), positive };
  const taught = await answerOf(api.POST("/api/v1/classes/{class_id}/examples", { ...one(id), body }));
  return ids.length > MOST_AT_ONCE ? teachClass(id, ids.slice(MOST_AT_ONCE), positive) : taught;
}

export const renameClass = (id: string, name: string) => answerOf(api.PATCH("/api/v1/classes/{class_id}", { ...one(id), body: { name } }));

export const deleteClass = (id: string) => answerOf(api.DELETE("/api/v1/classes/{class_id}", one(id)));

/** What it was learnt from, as far as one may see it. */
export const listExamples = (id: string, positive: boolean, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/classes/{class_id}/examples", { params: { path: { class_id: id }, query: { ...query, positive } }, signal }));

const shareOf = (id: string, name: string) => ({ params: { path: { class_id: id, name } } });

export const listShares = (id: string) => answerOf(api.GET("/api/v1/classes/{class_id}/shares", one(id)));

export const shareClass = (id: string, name: string, examples: boolean) =>
  answerOf(api.PUT("/api/v1/classes/{class_id}/shares/{name}", { ...shareOf(id, name), body: { examples } }));

/** With one's own name: uses it no more. */
export const endShare = (id: string, name: string) => answerOf(api.DELETE("/api/v1/classes/{class_id}/shares/{name}", shareOf(id, name)));
