/** Searches kept under a name: one's own alone. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { Privacy } from "./types";
import type { components } from "./schema";

export type NewSavedSearch = components["schemas"]["NewSavedSearch"];
export type SavedSearchChanges = Partial<components["schemas"]["SavedSearchChange"]>;

const one = (id: string) => ({ params: { path: { saved_id: id } } });

/** Newest first, at most 30 at once. */
export const listSavedSearches = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/saved-searches", { params: { query }, signal }));

export const saveSearch = (search: NewSavedSearch) => answerOf(api.POST("/api/v1/saved-searches", { body: search }));

export const changeSavedSearch = (id: string, changes: SavedSearchChanges) =>
  answerOf(
    api.PATCH("/api/v1/saved-searches/{saved_id}", {
      ...one(id),
      body: changes as components["schemas"]["SavedSearchChange"],
    }),
  );

export const deleteSavedSearch = (id: string) => answerOf(api.DELETE("/api/v1/saved-searches/{saved_id}", one(id)));

/** What it finds now, newest first or in the order that was saved. */
export const listSavedImages = (id: string, { signal, ...query }: ListOptions) =>
  answerOf(
    api.GET("/api/v1/saved-searches/{saved_id}/images", { params: { path: { saved_id: id }, query }, signal }),
  );

/** An ordinary album of one's own pictures that it finds now. */
export const freezeSavedSearch = (id: string, title: string, privacy: Privacy) =>
  answerOf(api.POST("/api/v1/saved-searches/{saved_id}/freeze", { ...one(id), body: { title, privacy } }));
