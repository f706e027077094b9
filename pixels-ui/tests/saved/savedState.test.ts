import { expect, test } from "vitest";
import type { Chip } from "@/api/types";
import { addressOf, partsOf, queryOf } from "@/components/saved/savedState";
import { EMPTY, readQueryString } from "@/components/search/searchState";

const chip = (label: string, query_without: string): Chip => ({ facet: "tag", value: label, label, query_without });

test("a search is kept as a query string that gives the same search again", () => {
  const state = { ...EMPTY, q: "red boat", tag: ["sea", "a&b"], taken_from: "2024-01-01", scope: "mine" as const };
  expect(queryOf(state)).toBe("q=red+boat&scope=mine&tag=sea&tag=a%26b&taken_from=2024-01-01");
  expect(readQueryString(queryOf(state))).toEqual(state);
});

test("it is opened newest first where no order was kept", () => {
  expect(addressOf({ query: "q=dog" })).toEqual({ name: "search", query: { q: "dog", sort: "newest" } });
  expect(addressOf({ query: "q=dog&sort=oldest" }).query).toEqual({ q: "dog", sort: "oldest" });
  expect(addressOf({ query: "q=dog&sort=relevance" }).query).toEqual({ q: "dog" });
});

test("its words are said once: as chips, or as typed", () => {
  expect(partsOf({ query: "q=dog&tag=pet", chips: [chip("dog", "tag=pet"), chip("pet", "q=dog")] })).toEqual(["dog", "pet"]);
  expect(partsOf({ query: "q=xyz&tag=pet", chips: [chip("pet", "q=xyz")] })).toEqual(["xyz", "pet"]);
  expect(partsOf({ query: "", chips: [] })).toEqual([]);
});
