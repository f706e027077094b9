/** Collections: one's own, single ones, what is in them and in which order. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { Eyes, ThingKind } from "./types";
import type { components } from "./schema";

export type NewCollection = components["schemas"]["NewCollection"];

const MOST_ASKED = 100;

const one = (id: string) => ({ params: { path: { collection_id: id } } });

export const listCollections = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/collections", { params: { query }, signal }));

/** One's own, each with whether all of these things are in it: of the first hundred. */
export const listHolding = (things: readonly string[], { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/collections", { params: { query: { ...query, thing: things.slice(0, MOST_ASKED) } }, signal }));

/** Somebody's that one may see. */
export const listCollectionsOf = (name: string, eyes: Eyes | null, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/people/{name}/collections", { params: { path: { name }, query: { ...query, ...(eyes ? { as: eyes } : {}) } }, signal }));

export const getCollection = (id: string, signal?: AbortSignal) =>
  answerOf(api.GET("/api/v1/collections/{collection_id}", { ...one(id), ...(signal ? { signal } : {}) }));

export const listItems = (id: string, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/collections/{collection_id}/items", { params: { path: { collection_id: id }, query }, signal }));

export const addCollection = (fields: NewCollection) => answerOf(api.POST("/api/v1/collections", { body: fields }));

export const changeCollection = (id: string, fields: NewCollection) =>
  answerOf(api.PATCH("/api/v1/collections/{collection_id}", { ...one(id), body: fields }));

export const deleteCollection = (id: string) => answerOf(api.DELETE("/api/v1/collections/{collection_id}", one(id)));

/** Have these stand in this order, in the places that they have together. */
export const putInOrder = (id: string, ids: string[]) =>
  answerOf(api.PUT("/api/v1/collections/{collection_id}/order", { ...one(id), body: { ids } }));

const inside = (id: string, kind: ThingKind, thing: string) => ({
  params: { path: { collection_id: id, kind, thing_id: thing } },
});

export const putItem = (id: string, kind: ThingKind, thing: string) =>
  answerOf(api.PUT("/api/v1/collections/{collection_id}/items/{kind}/{thing_id}", inside(id, kind, thing)));

export const removeItem = (id: string, kind: ThingKind, thing: string) =>
  answerOf(api.DELETE("/api/v1/collections/{collection_id}/items/{kind}/{thing_id}", inside(id, kind, thing)));
