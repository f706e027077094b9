import { expect, test } from "vitest";
import { factorWithout, groupOf } from "@/components/forYou/tastes";

const taste = (weight: number, factor = 1) => ({ kind: "tag" as const, key: "dog", label: "dog", weight, factor });

test("tastes stand in three groups", () => {
  expect(groupOf(taste(2))).toBe("liked");
  expect(groupOf(taste(2, 2))).toBe("liked");
  expect(groupOf(taste(-1))).toBe("avoided");
  expect(groupOf(taste(0, 0))).toBe("left");
});

test("what is taken away is left out, and what was left out counts again", () => {
  expect([factorWithout("liked"), factorWithout("avoided"), factorWithout("left")]).toEqual([0, 0, 1]);
});
