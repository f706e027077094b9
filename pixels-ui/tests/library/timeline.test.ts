import { describe, expect, it } from "vitest";
import { monthsOf, sectionsOf, withoutIds } from "@/components/library/timeline";
import { neighboursOf } from "@/stores/trail";
import { useSelection } from "@/composables/useSelection";

const timeline = {
  count: 5,
  days: [
    { day: "2026-05-17", count: 2 },
    { day: "2026-05-02", count: 1 },
    { day: "2026-04-30", count: 2 },
  ],
  ids: ["a", "b", "c", "d", "e"],
  aspects: [1.5, 0.75, 1, 2, 0],
};

describe("the timeline", () => {
  it("is cut into days in the order of the server", () => {
    const sections = sectionsOf(timeline);
    expect(sections.map(({ key, items }) => [key, items.map(({ id }) => id)])).toEqual([
      ["2026-05-17", ["a", "b"]],
      ["2026-05-02", ["c"]],
      ["2026-04-30", ["d", "e"]],
    ]);
    expect(sections[0]!.items[0]).toEqual({ id: "a", width: 1.5, height: 1 });
  });

  it("takes a picture of unknown shape as square", () => {
    expect(sectionsOf(timeline)[2]!.items[1]!.width).toBe(1);
  });

  it("begins a month where its first day stands", () => {
    const tops = [
      { key: "2026-05-17", top: 0 },
      { key: "2026-05-02", top: 300 },
      { key: "2026-04-30", top: 560 },
    ];
    expect(monthsOf(tops)).toEqual([
      { month: "2026-05", top: 0 },
      { month: "2026-04", top: 560 },
    ]);
  });

  it("loses the day with its last picture", () => {
    const left = withoutIds(timeline, new Set(["c", "d"]));
    expect(left).toEqual({
      count: 3,
      days: [
        { day: "2026-05-17", count: 2 },
        { day: "2026-04-30", count: 1 },
      ],
      ids: ["a", "b", "e"],
      aspects: [1.5, 0.75, 0],
    });
  });

  it("prepares ten thousand pictures well within a long task", () => {
    const count = 10_000;
    const days = Array.from({ length: 1000 }, (_, at) => ({ day: `2026-${at}`, count: 10 }));
    const ids = Array.from({ length: count }, (_, at) => String(at));
    const begun = performance.now();
    expect(sectionsOf({ count, days, ids, aspects: Array(count).fill(1.5) })).toHaveLength(1000);
    expect(performance.now() - begun).toBeLessThan(100);
  });
});

describe("selecting", () => {
  it("takes all between the last one and this one, either way", () => {
    const selection = useSelection(() => timeline.ids);
    selection.toggle("d");
    selection.extendTo("b");
    expect(selection.inOrder()).toEqual(["b", "c", "d"]);
    selection.toggle("c");
    expect(selection.inOrder()).toEqual(["b", "d"]);
  });

  it("takes a whole day at once, and gives it back", () => {
    const selection = useSelection(() => timeline.ids);
    selection.set(["d", "e"], true);
    expect(selection.isSelecting.value).toBe(true);
    selection.set(["d", "e"], false);
    expect(selection.isSelecting.value).toBe(false);
  });
});

describe("the neighbours of a picture", () => {
  it("are those of the list one came from", () => {
    expect(neighboursOf(timeline.ids, "a")).toEqual({ previous: null, next: "b" });
    expect(neighboursOf(timeline.ids, "e")).toEqual({ previous: "d", next: null });
  });

  it("do not exist for a picture of no list", () => {
    expect(neighboursOf(timeline.ids, "z")).toEqual({ previous: null, next: null });
  });
});
