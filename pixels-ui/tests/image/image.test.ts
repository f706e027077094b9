import { describe, expect, it } from "vitest";
import type { Image } from "@/api/types";
import { creditLine, licencePage } from "@/components/image/creditLine";
import { changesBetween, fieldsOfImage } from "@/components/image/fields";
import { bounded, swipeOf, WHOLE, zoomAt } from "@/components/image/zoom";

const image = {
  id: "I1",
  title: "Dune",
  description: "",
  alt_text: "",
  author: "Ida Norén",
  licence: "CC BY-SA 4.0",
  source_url: "",
  privacy: "private",
  owner: { name: "ida", display_name: "Ida" },
  category: { key: "landscape", label: "Landscape", source: "model" },
  tags: [
    { key: "sea", label: "sea", source: "user", score: null },
    { key: "grass", label: "grass", source: "model", score: 0.8 },
  ],
} as unknown as Image;
const words = { untitled: "Untitled", by: (title: string, author: string) => `“${title}” by ${author}`, unknownLicence: "unknown licence" };

describe("the credit line", () => {
  it("names title, author, licence with its page, and address", () => {
    expect(creditLine(image, words, "https://pixels.example")).toBe(
      "“Dune” by Ida Norén, CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/), https://pixels.example/images/I1",
    );
  });

  it("says what is unknown and prefers the source's own address", () => {
    const found = { ...image, title: "", author: "", licence: "", source_url: "https://example.org/7" };
    expect(creditLine(found, words, "https://pixels.example")).toBe("“Untitled” by Ida, unknown licence, https://example.org/7");
  });

  it.each([
    ["CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"],
    ["CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"],
    ["All rights reserved", ""],
  ])("knows the page of %s", (licence, page) => {
    expect(licencePage(licence)).toBe(page);
  });
});

describe("the form of a picture", () => {
  it("holds only what a person said: the machine's category and tags stay the machine's", () => {
    expect(fieldsOfImage(image)).toMatchObject({ category: "", tags: ["sea"], title: "Dune" });
  });

  it("sends only what changed", () => {
    const before = fieldsOfImage(image);
    expect(changesBetween(before, { ...before, tags: ["sea", "dune"], title: "Dune" })).toEqual({ tags: ["sea", "dune"] });
  });
});

describe("zooming", () => {
  it("keeps what is under the pointer there", () => {
    const place = zoomAt(WHOLE, 2, { x: 100, y: -40 });
    expect(place).toEqual({ scale: 2, x: -100, y: 40 });
  });

  it("stays between the whole picture and eight times", () => {
    expect(zoomAt(WHOLE, 0.1, { x: 0, y: 0 }).scale).toBe(1);
    expect(zoomAt(WHOLE, 100, { x: 0, y: 0 }).scale).toBe(8);
  });

  it("does not let the picture be pushed out of the booth", () => {
    const pushed = bounded({ scale: 2, x: 9999, y: 9999 }, { width: 600, height: 300 }, { width: 800, height: 900 });
    expect(pushed).toEqual({ scale: 2, x: 200, y: 0 });
  });

  it.each([
    [{ x: -80, y: 10 }, 1],
    [{ x: 80, y: 10 }, -1],
    [{ x: -80, y: 90 }, 0],
    [{ x: -20, y: 0 }, 0],
  ])("takes %o as a swipe to %d", (to, expected) => {
    expect(swipeOf({ x: 0, y: 0 }, to)).toBe(expected);
  });
});
