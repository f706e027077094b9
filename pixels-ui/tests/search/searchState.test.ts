import { expect, test } from "vitest";
import {
  countChosen,
  EMPTY,
  having,
  isAsking,
  isSame,
  readQueryString,
  readState,
  toggled,
  withoutFacets,
  withoutLast,
  writeState,
  type SearchState,
} from "@/components/search/searchState";

const FULL: SearchState = {
  ...EMPTY,
  q: 'cat AND "red car"',
  scope: "mine",
  words: "written",
  sort: "newest",
  tag: ["cat", "dog"],
  category: ["animal"],
  layout: ["wide"],
  colour: ["red:30", "#3366cc"],
  owner: ["anna"],
  album: ["a1"],
  licence: ["CC BY 4.0"],
  camera: ["Nikon D1"],
  place: ["se"],
  taken_from: "2025-01-01",
  taken_to: "2025-12-31",
  rating_min: 3,
};

test("an address gives the same search again", () => {
  expect(readState(writeState(FULL))).toEqual(FULL);
});

test("a query string gives the same search again", () => {
  const pairs = Object.entries(writeState(FULL)).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  expect(readQueryString(new URLSearchParams(pairs).toString())).toEqual(FULL);
});

test("an empty search has an empty address", () => {
  expect([writeState(EMPTY), readState({})]).toEqual([{}, EMPTY]);
});

test("what an address cannot mean is left out", () => {
  const odd = { scope: "web", sort: "size", taken_from: "yesterday", rating_min: "9", colour: ["a", "b", "c", "d"], tag: [null, "", "x", "x"] };
  expect(readState(odd)).toEqual({ ...EMPTY, colour: ["a", "b", "c"], tag: ["x"] });
});

test("a value goes in and out", () => {
  const once = toggled(EMPTY, "tag", "cat");
  expect([once.tag, toggled(once, "tag", "cat").tag, having(once, "tag", "cat")]).toEqual([["cat"], [], once]);
});

test("the last part goes first", () => {
  const parts = [];
  for (let state = FULL; countChosen(state) > 0; state = withoutLast(state)) parts.push(countChosen(state));
  expect([withoutLast(FULL).rating_min, withoutLast(EMPTY)]).toEqual([0, EMPTY]);
  expect(parts).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

test("a search is the same by its parts", () => {
  expect([isSame(FULL, { ...FULL }), isSame(FULL, toggled(FULL, "tag", "cat"))]).toEqual([true, false]);
});

test("chosen parts are counted, both days as one", () => {
  expect([countChosen(EMPTY), countChosen(FULL), isAsking(EMPTY), isAsking({ ...EMPTY, q: "a" })]).toEqual([0, 14, false, true]);
});

test("without facets the words and their order stay", () => {
  expect(withoutFacets(FULL)).toEqual({ ...EMPTY, q: FULL.q, scope: "mine", sort: "newest" });
});
