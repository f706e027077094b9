import { expect, test } from "vitest";
import { stepThrough } from "@/components/search/comboboxKeys";
import { offered } from "@/components/search/offered";
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
