import { expect, test } from "vitest";
import type { OwnClass } from "@/api/types";
import { gradeOf, missingWith, partedFor, standOf } from "@/components/classes/classState";

test("how far one can rely on a class is said in a word", () => {
  expect([1, 0.95, 0.94, 0.9, 0.85, 0.8, 0.5].map(gradeOf)).toEqual(["high", "high", "good", "good", "fair", "fair", "low"]);
});

test("what a class waits for", () => {
  expect(standOf({ state: "collecting", needed: 3 })).toBe("missing");
  expect(standOf({ state: "collecting", needed: 0 })).toBe("waiting");
  expect(standOf({ state: "training", needed: 0 })).toBe("learning");
  expect(standOf({ state: "failed", needed: 0 })).toBe("notLearnt");
  expect(standOf({ state: "ready", needed: 0 })).toBe("ready");
});

test("ten examples are needed, less what is there", () => {
  expect(missingWith(undefined, 4)).toBe(6);
  expect(missingWith({ needed: 6 }, 4)).toBe(2);
  expect(missingWith(undefined, 12)).toBe(0);
});

test("classes that know something of a picture come first", () => {
  const of = (id: string, image: OwnClass["image"]) => ({ id, image }) as OwnClass;
  const { told, others } = partedFor([of("a", null), of("b", { said: false, score: null }), of("c", { said: null, score: 0.8 }), of("d", { said: null, score: null })]);
  expect(told.map(({ id }) => id)).toEqual(["b", "c"]);
  expect(others.map(({ id }) => id)).toEqual(["a", "d"]);
});
