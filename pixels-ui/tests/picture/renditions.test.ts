import { expect, test } from "vitest";
import { meanColour, placeholderAddress, renditionFor } from "@/components/picture/renditions";

const THUMB_HASH = "1QcSHQRnh493V4dIh4eXh1h4kJUI";
const wide = {
  state: "ready" as const,
  width: 3000,
  height: 2000,
  renditions: { "64": "/s", "400": "/m", "1600": "/l" },
};

test.each([
  [300, 1, "/m"],
  [600, 1, "/m"],
  [700, 1, "/l"],
  [300, 3, "/l"],
])("a box of %i at density %i is filled by %s", (width, density, path) => {
  expect(renditionFor(wide, width, density)).toBe(path);
});

test("a tall picture needs the large one sooner, since its small one is narrow", () => {
  expect(renditionFor({ ...wide, width: 1000, height: 3000 }, 300, 1)).toBe("/l");
});

test("nothing is fetched before the picture is ready", () => {
  expect(renditionFor({ ...wide, state: "pending" }, 300, 1)).toBeNull();
});

test("the stand-in is drawn from the placeholder, its colour too", () => {
  const standing = { placeholder: THUMB_HASH, colours: [] };
  expect(placeholderAddress(standing)).toMatch(/^data:image\/png;base64,/);
  expect(meanColour(standing)).toMatch(/^rgb\(\d+ \d+ \d+\)$/);
});

test("without a placeholder the largest colour stands in", () => {
  const standing = { placeholder: null, colours: [{ hex: "#123456", share: 0.6 }] };
  expect(placeholderAddress(standing)).toBeNull();
  expect(meanColour(standing)).toBe("#123456");
});
