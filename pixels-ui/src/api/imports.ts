/** Archives that become albums and pictures: begun, followed, cancelled. */
import { answerOf, api } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Import = Schemas["ImportOut"];
export type ImportSummary = Schemas["ImportSummary"];

const at = (import_id: string) => ({ path: { import_id } });

/** Of an upload of the kind `import` that is all there; the same one again gives the same import. `album` may be empty. */
export const beginImport = (upload: string, privacy: Import["privacy"], album: string) =>
  answerOf(api.POST("/api/v1/imports", { body: { upload, privacy, ...(album ? { album } : {}) } }));

/** Newest first. */
export const listImports = (limit: number) => answerOf(api.GET("/api/v1/imports", { params: { query: { limit } } }));

export const getImport = (id: string) => answerOf(api.GET("/api/v1/imports/{import_id}", { params: at(id) }));

export const cancelImport = (id: string) => answerOf(api.POST("/api/v1/imports/{import_id}/cancel", { params: at(id) }));
