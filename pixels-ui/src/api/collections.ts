/** Collections: one's own, single ones, what is in them and in which order. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { ThingKind } from "./types";
import type { components } from "./schema";

export type NewCollection = components["schemas"]["NewCollection"];

const one = (id: string) => ({ params: { path: { collection_id: id } } });

export const listCollections = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/collections", { params: { query }, signal }));

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
