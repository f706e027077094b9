import { expect, test } from "vitest";
import { paintOf, readColour, readHex, writeColour, type WantedColour } from "@/components/search/colours";

test.each<[string, WantedColour]>([
  ["red:30", { colour: "red", share: 30, ground: "" }],
  ["red", { colour: "red", share: 0, ground: "" }],
  ["#3366cc:5", { colour: "#3366cc", share: 5, ground: "" }],
  ["red@background", { colour: "red", share: 0, ground: "background" }],
  ["#3366cc:5@foreground", { colour: "#3366cc", share: 5, ground: "foreground" }],
])("%s is read and written", (value, wanted) => {
  expect([readColour(value), writeColour(wanted)]).toEqual([wanted, value]);
});

test("a share stays between none and all", () => {
  expect([readColour("red:900").share, readColour("red:-4").share, readColour("red:much").share]).toEqual([100, 0, 0]);
});

test("a ground that is none is anywhere", () => {
  expect(readColour("red@sky").ground).toBe("");
});

test.each([
  ["#3366CC", "#3366cc"],
  ["36c", "#3366cc"],
  [" 3366cc ", "#3366cc"],
  ["red", null],
  ["#12", null],
])("%s as a number", (typed, hex) => {
  expect(readHex(typed)).toBe(hex);
});

test("only colours are painted with", () => {
  expect([paintOf("black"), paintOf("#3366cc"), paintOf("url(x)")]).toEqual(["#111111", "#3366cc", null]);
});
