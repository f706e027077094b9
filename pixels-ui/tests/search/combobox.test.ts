import { expect, test } from "vitest";
import { stepThrough } from "@/components/search/comboboxKeys";
import { offered, widened } from "@/components/search/offered";
import { EMPTY } from "@/components/search/searchState";
import { partsOf, restOf } from "@/components/search/useSuggestions";

test("arrows go round through the field and the list", () => {
  const steps = [stepThrough("ArrowDown", -1, 2), stepThrough("ArrowDown", 0, 2), stepThrough("ArrowDown", 1, 2)];
  expect([...steps, stepThrough("ArrowUp", -1, 2), stepThrough("ArrowUp", 0, 2)]).toEqual([0, 1, -1, 1, -1]);
});

test("without a list, and for other keys, nothing happens", () => {
  expect([stepThrough("ArrowDown", -1, 0), stepThrough("Home", 0, 2)]).toEqual([null, null]);
});

test("suggestions are for all that was typed, else for its last word", () => {
  expect([partsOf("golden retr"), partsOf("cat")]).toEqual([["golden retr", "retr"], ["cat"]]);
});

test("what became a facet is taken from the text", () => {
  expect([restOf("sunset bo", "bo"), restOf("cat ", "cat"), restOf("cat", "dog")]).toEqual(["sunset", "", "cat"]);
});

test("a chosen value stays on offer when nothing has it", () => {
  const values = [{ key: "cat", label: "cat", count: 4 }];
  expect(offered(values, ["dog", "cat"], new Map([["dog", "hund"]]))).toEqual([{ key: "dog", label: "hund", count: null }, ...values]);
});

test("where any value does, the others stay on offer; where all must hold, they go", () => {
  const [cat, dog] = [
    { key: "cat", label: "cat", count: 4 },
    { key: "dog", label: "dog", count: 2 },
  ];
  const before = { category: [cat, dog], tag: [cat, dog] };
  const state = { ...EMPTY, category: ["cat"], tag: ["cat"] };
  expect(widened(before, { category: [cat], tag: [cat] }, state)).toEqual({ category: [cat, { ...dog, count: null }], tag: [cat] });
  expect(widened(before, { category: [cat] }, EMPTY)).toEqual({ category: [cat] });
});
