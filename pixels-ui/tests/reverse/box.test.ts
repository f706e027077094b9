import { expect, test } from "vitest";
import type { Box } from "@/api/reverseSearch";
import { between, fitted, isWhole, LEAST, moved, resized, stepped, WHOLE, withNumber } from "@/components/reverse/box";

const BOX: Box = [0.2, 0.3, 0.4, 0.5];

test("a box lies between two corners, whichever way it was drawn", () => {
  const [one, other] = [{ x: 0.2, y: 0.3 }, { x: 0.6, y: 0.8 }];
  expect([between(one, other), between(other, one)]).toEqual([BOX, BOX]);
});

test("a slip of the hand is no box, and none leaves the picture", () => {
  expect(between({ x: 0.5, y: 0.5 }, { x: 0.51, y: 0.9 })).toBeNull();
  expect(between({ x: -1, y: -1 }, { x: 2, y: 0.5 })).toEqual([0, 0, 1, 0.5]);
});

test("a moved box stops at the edges and keeps its size", () => {
  expect(moved(BOX, { x: 9, y: -9 })).toEqual([0.6, 0, 0.4, 0.5]);
});

test("a box grows to the edges and shrinks to the least", () => {
  expect(resized(BOX, { x: 9, y: 9 })).toEqual([0.2, 0.3, 0.8, 0.7]);
  expect(resized(BOX, { x: -9, y: -9 })).toEqual([0.2, 0.3, LEAST, LEAST]);
});

test("arrows begin a box, move it, and with Shift change its size", () => {
  expect(stepped(null, "ArrowLeft", false)).toEqual([0.25, 0.25, 0.5, 0.5]);
  expect(stepped(BOX, "ArrowRight", false)).toEqual([0.22, 0.3, 0.4, 0.5]);
  expect(stepped(BOX, "ArrowDown", true)).toEqual([0.2, 0.3, 0.4, 0.52]);
  expect(stepped(BOX, "Tab", false)).toBeNull();
});

test("a number changes one side", () => {
  expect(withNumber(BOX, 0, 10)).toEqual([0.1, 0.3, 0.4, 0.5]);
  expect(withNumber(BOX, 2, 90)).toEqual([0.2, 0.3, 0.8, 0.5]);
});

test("the whole picture is a box too", () => {
  expect([isWhole(WHOLE), isWhole(BOX), fitted([0, 0, 5, 5])]).toEqual([true, false, WHOLE]);
});
