/** Many pictures changed at once: previewed, begun, followed, undone. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { components } from "./schema";

export type BatchChange = components["schemas"]["Change"];
/** By their ids, or all of one's own that a search finds. */
export type Chosen = { ids: readonly string[] } | { query: string };

const one = (id: string) => ({ params: { path: { edit_id: id } } });
const body = (chosen: Chosen, change: BatchChange) => ({ body: { ...chosen, change } as never });

export const previewEdit = (chosen: Chosen, change: BatchChange) =>
  answerOf(api.POST("/api/v1/batch-edits/preview", body(chosen, change)));

export const beginEdit = (chosen: Chosen, change: BatchChange) => answerOf(api.POST("/api/v1/batch-edits", body(chosen, change)));

export const getEdit = (id: string) => answerOf(api.GET("/api/v1/batch-edits/{edit_id}", one(id)));

export const undoEdit = (id: string) => answerOf(api.POST("/api/v1/batch-edits/{edit_id}/undo", one(id)));

/** Newest first. */
export const listEdits = ({ signal, ...query }: Omit<ListOptions, "signal"> & { signal?: AbortSignal }) =>
  answerOf(api.GET("/api/v1/batch-edits", { params: { query }, ...(signal ? { signal } : {}) }));
