import { expect, test } from "vitest";
import type { Album } from "@/api/types";
import { changedFields, fieldsOfAlbum, firstFields, mostOften, type ChosenImage } from "@/components/album/albumFields";
import { branchOf, treeOf } from "@/stores/albumTree";

const picture = (id: string, category: string, day: string) =>
  ({ id, category: { key: category, label: category, source: "model" }, taken_at: `${day}T10:00:00`, created_at: "2026-01-01" }) as ChosenImage;

function album(id: string, title: string, above: string[] = []): Album {
  const ancestors = above.map((one) => ({ id: one, title: one }));
  return { id, title, ancestors, parent: ancestors.at(-1) ?? null } as Album;
}

test("a selection proposes its last day and its commonest category", () => {
  const images = [picture("a", "food", "2026-05-16"), picture("b", "animal", "2026-05-17"), picture("c", "animal", "2026-05-15")];
  const fields = firstFields(images, "", "en");
  expect(fields).toMatchObject({ title: expect.stringContaining("17 May 2026"), category: "animal", privacy: "private" });
});

test("without pictures there is nothing to propose", () => {
  expect(firstFields([], "above", "en")).toMatchObject({ title: "", category: "", parent: "above" });
  expect(mostOften([{ id: "a" }])).toBe("");
});

test("only what changed is sent, and what was emptied is taken away", () => {
  const before = fieldsOfAlbum({
    ...album("a", "Lakes", ["top"]),
    description: "",
    category: { key: "landscape", label: "Landscape", source: "user" },
    tags: [{ key: "water", label: "water" }],
    privacy: "public",
    cover: { id: "c" },
  } as Album);
  expect(changedFields(before, { ...before })).toEqual({});
  expect(changedFields(before, { ...before, title: "Ponds", parent: "", cover: "" })).toEqual({ title: "Ponds", parent: null, cover: null });
});

test("albums stand below those that they are in, by title", () => {
  const all = [album("b", "Beta"), album("c", "Inner", ["a"]), album("a", "Alpha"), album("d", "Deepest", ["a", "c"])];
  expect(treeOf(all).map(({ album: one, depth }) => `${depth} ${one.title}`)).toEqual(["0 Alpha", "1 Inner", "2 Deepest", "0 Beta"]);
  expect(branchOf(all, "a").map((one) => one.id).toSorted()).toEqual(["a", "c", "d"]);
});

test("an album whose parent is not among them stands on top", () => {
  expect(treeOf([album("c", "Inner", ["hidden"])])).toMatchObject([{ depth: 0 }]);
});
