/** Search by words and facets, suggestions while typing, the tags there are. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { operations } from "./schema";

export type SearchParameters = NonNullable<operations["search_search"]["parameters"]["query"]>;

/** With the first page come the total, the chips and the facets of the whole. */
export const searchImages = (asked: SearchParameters, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/search", { params: { query: { ...asked, ...query } }, signal }));

export const suggest = (q: string, limit: number, signal: AbortSignal) =>
  answerOf(api.GET("/api/v1/search/suggestions", { params: { query: { q, limit } }, signal }));

/** Cities of the world whose name begins so. */
export const findPlaces = (q: string, limit: number, signal: AbortSignal) =>
  answerOf(api.GET("/api/v1/places", { params: { query: { q, limit } }, signal }));

/** The most used first. */
export const listTags = (q: string, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/tags", { params: { query: { q, sort: "count", ...query } }, signal }));
