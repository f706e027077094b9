import { expect, test } from "vitest";
import { changeOf, EMPTY_FORM, FIELDS, picking } from "@/components/edits/change";

test("only what was picked is changed", () => {
  expect(changeOf({ ...EMPTY_FORM, picked: ["author"], author: "Anna", title: "x" })).toEqual({ author: "Anna" });
});

test("what is left empty is removed: place, rating and album", () => {
  const picked = ["place", "rating", "album"] as const;
  expect(changeOf({ ...EMPTY_FORM, picked })).toEqual({ place: null, rating: null, album: null });
});

test("a place is sent by its id", () => {
  expect(changeOf({ ...EMPTY_FORM, picked: ["place"], place: { id: "2692969", label: "Malmö, Sweden" } })).toEqual({ place: "2692969" });
});

test("tags are either replaced, or added and removed", () => {
  expect(picking(["title", "tags_add", "tags_remove"], "tags", true)).toEqual(["title", "tags"]);
  expect(picking(["title", "tags"], "tags_remove", true)).toEqual(["title", "tags_remove"]);
  expect(picking(["tags_add"], "tags_remove", true)).toEqual(["tags_add", "tags_remove"]);
  expect(picking(["tags_add"], "tags", false)).toEqual(["tags_add"]);
});

test("every field of one picture can be changed of many", () => {
  expect([...FIELDS].sort()).toEqual(
    ["album", "alt_text", "author", "category", "description", "licence", "place", "privacy", "rating", "source_url", "tags", "tags_add", "tags_remove", "taken_shift", "title"],
  );
});
