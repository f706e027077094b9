import { mount } from "@vue/test-utils";
import { createI18n } from "vue-i18n";
import { describe, expect, it } from "vitest";
import type { ImportSummary } from "@/api/imports";
import { comesInPieces, metadataOf } from "@/api/resumable";
import { reasonKey } from "@/components/imports/reasons";
import ImportRow from "@/components/imports/ImportRow.vue";
import en from "@/locales/en";
import { isArchive, isUnderWay } from "@/stores/imports";

const summary: ImportSummary = {
  id: "1",
  file_name: "trip.zip",
  album: null,
  privacy: "private",
  state: "running",
  counts: { members: 9, images: 4, albums: 2, skipped: 1, failed: 2 },
  problem: null,
  created_at: "2026-01-01T00:00:00Z",
  finished_at: null,
};
const row = (one: ImportSummary) => {
  const i18n = createI18n({ legacy: false, locale: "en", messages: { en } });
  return mount(ImportRow, { props: { one }, global: { plugins: [i18n], stubs: { TimeAgo: true } } });
};

describe("files that are sent", () => {
  it("come in pieces from eight megabytes on", () => {
    const sized = (size: number) => Object.defineProperty(new File([], "a.jpg"), "size", { value: size });
    expect([8_000_000, 8_000_001].map((size) => comesInPieces(sized(size)))).toEqual([false, true]);
  });

  it("tell what was said of them, one tag a line and nothing that is empty", () => {
    expect(metadataOf({ title: "Dune", description: "", tags: ["sand", "wide sky"] })).toEqual({ title: "Dune", tags: "sand\nwide sky" });
  });

  it.each([["a.ZIP", "", true], ["a", "application/zip", true], ["a.jpg", "image/jpeg", false]])("%s is an archive: %3$s", (name, type, is) => {
    expect(isArchive(new File(["x"], name, { type }))).toBe(is);
  });
});

describe("an import", () => {
  it("says how far it is, in numbers, and can be cancelled while it is under way", async () => {
    const shown = row(summary);
    expect(shown.text()).toContain("4 pictures · 2 new albums · 1 already here · 2 left out");
    expect(shown.find("progress").attributes()).toMatchObject({ max: "9", value: "7" });
    await shown.find("button").trigger("click");
    expect(shown.emitted("cancel")).toHaveLength(1);
    expect(isUnderWay({ state: "cancelled" })).toBe(false);
  });

  it("says why nothing came of it", () => {
    const shown = row({ ...summary, state: "failed", problem: "This is no ZIP that can be read." });
    expect([shown.text().includes("This is no ZIP that can be read."), shown.find("button").exists()]).toEqual([true, false]);
  });

  it.each([["It is encrypted.", "encrypted"], ["It has more than 100 bytes.", "large"], ["Something else", null]])("knows “%s” by %s", (said, key) => {
    expect(reasonKey(said)).toBe(key);
  });
});
