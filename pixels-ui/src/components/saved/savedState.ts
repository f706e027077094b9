/** Saved searches as addresses, and as words. Pure. */
import type { SavedSearch } from "@/api/types";
import { readQueryString, writeState, type SearchState } from "@/components/search/searchState";

/** The query string of a search, as it is kept. */
export function queryOf(state: SearchState): string {
  const pairs = Object.entries(writeState(state)).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return new URLSearchParams(pairs).toString();
}

/** The page of what it finds: the newest first where no order was kept. */
export function addressOf(saved: Pick<SavedSearch, "query">) {
  const state = readQueryString(saved.query);
  const hasOrder = new URLSearchParams(saved.query).has("sort");
  return { name: "search", query: writeState(hasOrder ? state : { ...state, sort: "newest" }) };
}

/** What it asks for, part by part: its words as typed, unless they are chips themselves. */
export function partsOf(saved: Pick<SavedSearch, "query" | "chips">): string[] {
  const q = readQueryString(saved.query).q;
  const areChips = saved.chips.some((chip) => readQueryString(chip.query_without).q !== q);
  return [...(q && !areChips ? [q] : []), ...saved.chips.map((chip) => chip.label)];
}
