import { expect, test } from "vitest";
import type { Suggestion } from "@/api/types";
import { again, begunLike, chosenFirst, MOST_KEPT, NONE, readRecent, withChosen, withWords } from "@/components/search/recent";

const tag = (key: string): Suggestion => ({ kind: "tag", key, label: key, count: 1 });

test("the latest words come first, each once, and no more than are kept", () => {
  let recent = NONE;
  for (const words of ["cat", "dog", " cat "]) recent = withWords(recent, words);
  expect(recent.words).toEqual(["cat", "dog"]);
  for (let number = 0; number < 30; number++) recent = withWords(recent, `word ${number}`);
  expect([recent.words.length, recent.words[0]]).toEqual([MOST_KEPT, "word 29"]);
});

test("an empty search is not remembered", () => {
  expect(withWords(NONE, "  ")).toBe(NONE);
});

test("what was chosen lately comes first among what is offered, the latest before the others", () => {
  const recent = withChosen(withChosen(NONE, tag("boat")), tag("bee"));
  expect(chosenFirst(recent, [tag("bear"), tag("boat"), tag("bee"), tag("bird")]).map(({ key }) => key)).toEqual(["bee", "boat", "bear", "bird"]);
});

test("what is not offered any more is not suggested, however lately it was chosen", () => {
  expect(chosenFirst(withChosen(NONE, tag("secret")), [tag("sea")]).map(({ key }) => key)).toEqual(["sea"]);
});

test("a tag and a category of one key are two", () => {
  const category: Suggestion = { kind: "category", key: "animal", label: "animal", count: 1 };
  expect(chosenFirst(withChosen(NONE, category), [tag("animal"), category])).toEqual([category, tag("animal")]);
});

test("words searched before are offered while they begin like what is typed, not once they are typed whole", () => {
  const recent = withWords(withWords(NONE, "Red car"), "red");
  expect([begunLike(recent, "RED"), begunLike(recent, "car")]).toEqual([again(["Red car"]), []]);
});

test("what cannot be read is nothing", () => {
  expect([readRecent(null), readRecent("{"), readRecent("null"), readRecent('{"words":[1,"a"],"chosen":"x"}')]).toEqual([NONE, NONE, NONE, { words: ["a"], chosen: [] }]);
});
