import { describe, expect, it } from "vitest";
import type { WrittenLine } from "@/api/types";
import { linesWith, wordsAsked } from "@/components/image/written";

const line = (text: string): WrittenLine => ({ text, probability: 1, corners: [[0, 0], [1, 0], [1, 1], [0, 1]] });
const texts = (lines: readonly WrittenLine[]) => lines.map((one) => one.text);

describe("words that a search asks for", () => {
  it("are those typed and those of the facet, in one spelling", () => {
    expect(wordsAsked("/search?q=Grand+H%C3%B4tel&text=48213")).toEqual(["grand", "hotel", "48213"]);
  });
  it("are none of those that must not be there, nor the words that join", () => {
    expect(wordsAsked("/search?q=(red+OR+blue)+-green")).toEqual(["red", "blue"]);
  });
  it("are none outside of a search", () => {
    expect(wordsAsked("/people/anna?q=red")).toEqual([]);
  });
});

describe("lines that a search means", () => {
  it("hold a whole word, whatever its accents", () => {
    expect(texts(linesWith([line("Räkor 12 kr"), line("Räkorna")], ["rakor"]))).toEqual(["Räkor 12 kr"]);
  });
  it("hold Chinese words as a part", () => {
    expect(texts(linesWith([line("北京大学"), line("上海")], ["大学"]))).toEqual(["北京大学"]);
  });
});
