/** Pictures looked for on the web: begun, followed, held, ended; what was found, and which of it is kept. */
import { address, answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Crawl = Schemas["CrawlOut"];
export type OfferedSource = Schemas["OfferedSource"];
export type CrawlSummary = Schemas["CrawlSummary"];
export type Candidate = Schemas["CandidateOut"];
export type CrawlState = Crawl["state"];
/** What its owner can make of one that is not over. */
export type WantedState = Schemas["CrawlChange"]["state"];
export type Provenance = Schemas["Provenance"];
export type ProvenanceSource = Provenance["sources"][number];

const at = (crawl_id: string) => ({ path: { crawl_id } });

/** A page by its address, and `depth` links away from it on its own site; or pictures by words, of some licences. */
export type Wish = Partial<Schemas["CrawlStart"]> & Pick<Schemas["CrawlStart"], "kind">;
export type LicenceKind = Crawl["licences"][number];
export const beginCrawl = (wish: Wish) => answerOf(api.POST("/api/v1/crawls", { body: wish as Schemas["CrawlStart"] }));

/** What is asked for words. */
export const listSources = (signal?: AbortSignal) => answerOf(api.GET("/api/v1/crawls/sources", signal ? { signal } : {}));

/** Newest first. */
export const listCrawls = ({ signal, ...query }: ListOptions) => answerOf(api.GET("/api/v1/crawls", { params: { query }, signal }));

export const getCrawl = (id: string, signal?: AbortSignal) =>
  answerOf(api.GET("/api/v1/crawls/{crawl_id}", { params: at(id), ...(signal ? { signal } : {}) }));

export const changeCrawl = (id: string, state: WantedState) =>
  answerOf(api.PATCH("/api/v1/crawls/{crawl_id}", { params: at(id), body: { state } }));

/** In the order of the page. */
export const listCandidates = (id: string, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/crawls/{crawl_id}/candidates", { params: { ...at(id), query }, signal }));

/** Small, and sent by this site: the browser asks no other. */
export const previewAddress = (id: string, candidate: string) => address(`/crawls/${id}/candidates/${candidate}/preview`);

/** They become private images; `album` may be empty. */
export const saveCandidates = (id: string, ids: readonly string[], album: string) =>
  answerOf(
    api.POST("/api/v1/crawls/{crawl_id}/candidates/save", {
      params: at(id),
      body: { ids: [...ids], ...(album ? { album } : {}) } as Schemas["Saving"],
    }),
  );

/** The same as a file, to take along. */
export const ledgerAddress = (id: string, format: "jsonld" | "csv" | "credits") => address(`/images/${id}/provenance/export`, { format });

/** Where a picture comes from; no sources where it was not found on the web. */
export const getProvenance = (image_id: string, signal?: AbortSignal) =>
  answerOf(api.GET("/api/v1/images/{image_id}/provenance", { params: { path: { image_id } }, ...(signal ? { signal } : {}) }));
