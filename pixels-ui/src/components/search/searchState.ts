/** A search as its address says it, so that the address gives the same search again. Pure. */
import type { SearchParameters } from "@/api/search";

export const FACETS = ["tag", "category", "layout", "colour", "own_class", "owner", "album", "licence", "camera", "place", "text", "without"] as const;
export type Facet = (typeof FACETS)[number];
export const SORTS = ["relevance", "newest", "oldest", "score", "taken", "rating", "likes"] as const;
export type Sort = (typeof SORTS)[number];
export type Scope = "all" | "mine";
/** Where words count: in what people wrote, in what the machine made, in both. */
export const ORIGINS = ["all", "written", "generated"] as const;
export type Origin = (typeof ORIGINS)[number];

export interface SearchState extends Record<Facet, readonly string[]> {
  q: string;
  scope: Scope;
  words: Origin;
  sort: Sort;
  /** Days as "2026-05-17"; empty for any. */
  taken_from: string;
  taken_to: string;
  /** 0: any. */
  rating_min: number;
}

/** What vue-router and URLSearchParams both give. */
type Query = Record<string, string | null | undefined | readonly (string | null)[]>;
export type Address = Record<string, string | string[]>;

export const MOST_COLOURS = 3;
const DAY = /^\d{4}-\d\d-\d\d$/;

export const EMPTY: SearchState = {
  q: "",
  scope: "all",
  words: "all",
  sort: "relevance",
  tag: [],
  category: [],
  layout: [],
  colour: [],
  own_class: [],
  owner: [],
  album: [],
  licence: [],
  camera: [],
  place: [],
  text: [],
  without: [],
  taken_from: "",
  taken_to: "",
  rating_min: 0,
};

function listOf(value: Query[string]): string[] {
  const values = (Array.isArray(value) ? value : [value]) as (string | null | undefined)[];
  return [...new Set(values.filter((one): one is string => typeof one === "string" && one !== ""))];
}

/** Reads an address; what is not known is left out. */
export function readState(query: Query): SearchState {
  const first = (name: string) => listOf(query[name])[0] ?? "";
  const rating = Number(first("rating_min"));
  const day = (name: string) => (DAY.test(first(name)) ? first(name) : "");
  const lists = Object.fromEntries(FACETS.map((name) => [name, listOf(query[name])])) as Record<Facet, string[]>;
  return {
    ...lists,
    colour: lists.colour.slice(0, MOST_COLOURS),
    q: first("q"),
    scope: first("scope") === "mine" ? "mine" : "all",
    words: ORIGINS.find((origin) => origin === first("words")) ?? "all",
    sort: SORTS.find((sort) => sort === first("sort")) ?? "relevance",
    taken_from: day("taken_from"),
    taken_to: day("taken_to"),
    rating_min: Number.isInteger(rating) && rating >= 1 && rating <= 5 ? rating : 0,
  };
}

/** Reads a query string, as a chip brings one for the search without it. */
export function readQueryString(text: string): SearchState {
  const parameters = new URLSearchParams(text);
  return readState(Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)])));
}

/** Only what differs from the empty search. */
export function writeState(state: SearchState): Address {
  const named: Address = {};
  if (state.q) named.q = state.q;
  if (state.scope !== "all") named.scope = state.scope;
  if (state.words !== "all") named.words = state.words;
  if (state.sort !== "relevance") named.sort = state.sort;
  for (const name of FACETS) if (state[name].length > 0) named[name] = [...state[name]];
  if (state.taken_from) named.taken_from = state.taken_from;
  if (state.taken_to) named.taken_to = state.taken_to;
  if (state.rating_min) named.rating_min = String(state.rating_min);
  return named;
}

export const parametersOf = (state: SearchState) => writeState(state) as unknown as SearchParameters;

/** The same search as the query string of an address. */
export function queryStringOf(state: SearchState): string {
  const pairs = Object.entries(writeState(state)).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return new URLSearchParams(pairs).toString();
}

export const isSame = (one: SearchState, other: SearchState) =>
  JSON.stringify(writeState(one)) === JSON.stringify(writeState(other));

/** With the value, or without it if it is there. */
export function toggled(state: SearchState, facet: Facet, value: string): SearchState {
  const values = state[facet];
  const changed = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return { ...state, [facet]: changed };
}

/** With the value, once. */
export const having = (state: SearchState, facet: Facet, value: string): SearchState =>
  state[facet].includes(value) ? state : toggled(state, facet, value);

/** How many parts of the panel hold something, for the button that opens it. */
export function countChosen(state: SearchState): number {
  const lists = FACETS.reduce((sum, name) => sum + state[name].length, 0);
  return lists + [state.words !== "all", state.taken_from || state.taken_to, state.rating_min].filter(Boolean).length;
}

/** Without the part whose chip stands last. */
export function withoutLast(state: SearchState): SearchState {
  if (state.rating_min) return { ...state, rating_min: 0 };
  if (state.words !== "all") return { ...state, words: "all" };
  if (state.taken_from || state.taken_to) return { ...state, taken_from: "", taken_to: "" };
  const facet = FACETS.findLast((name) => state[name].length > 0);
  return facet ? { ...state, [facet]: state[facet].slice(0, -1) } : state;
}

/** Words, scope and order stay. */
export const withoutFacets = (state: SearchState): SearchState => ({ ...EMPTY, q: state.q, scope: state.scope, sort: state.sort });

export const isAsking = (state: SearchState) => state.q !== "" || countChosen(state) > 0;
