import { describe, expect, it } from "vitest";
import { layOutTimeline, monthsOf, rowAt, rowOf, visibleRows, type PictureRow } from "@/composables/timelineLayout";

const shape = { width: 1000, rowHeight: 200, gap: 6, headHeight: 44 };

function sample(dayCount: number, perDay: number) {
  const days = Array.from({ length: dayCount }, (_, at) => ({
    day: new Date(Date.UTC(2026, 4, 17) - at * 86_400_000).toISOString().slice(0, 10),
    count: perDay,
  }));
  const aspects = Array.from({ length: dayCount * perDay }, (_, at) => [1.5, 0.75, 1, 1.33, 2.4][at % 5]!);
  return { days, aspects, layout: layOutTimeline(days, aspects, shape) };
}

const pictures = (rows: readonly { kind: string }[]) => rows.filter((row) => row.kind === "pictures") as PictureRow[];

describe("the layout of the timeline", () => {
  it("places every picture exactly once, in order", () => {
    const { layout, aspects } = sample(40, 23);
    const placed = pictures(layout.rows).flatMap((row) => Array.from({ length: row.end - row.start }, (_, at) => row.start + at));
    expect(placed).toEqual(aspects.map((_, at) => at));
  });

  it("fills each row but a day's last to the full width, 1 to 1.35 times the wished height", () => {
    const { layout, aspects } = sample(3, 50);
    const rows = pictures(layout.rows);
    const full = rows.filter((row, at) => rows[at + 1]?.day === row.day);
    for (const row of full) {
      const sum = aspects.slice(row.start, row.end).reduce((total, aspect) => total + aspect, 0);
      expect(sum * row.height + (row.end - row.start - 1) * shape.gap).toBeCloseTo(shape.width, 5);
      expect(row.height).toBeLessThanOrEqual(shape.rowHeight * 1.35 + 1e-9);
    }
    expect(full.length).toBeGreaterThan(10);
  });

  it("does not stretch the last row of a day", () => {
    const { rows } = layOutTimeline([{ day: "2026-05-17", count: 1 }], [1.5], shape);
    expect(rows[1]).toMatchObject({ height: shape.rowHeight, start: 0, end: 1 });
  });

  it("lets nothing overlap and ends where the last row ends", () => {
    const { layout } = sample(20, 17);
    layout.rows.forEach((row, at) => expect(layout.rows[at + 1]?.top ?? layout.height).toBeGreaterThanOrEqual(row.top + row.height));
  });

  it("finds the row at a height and the row of a picture", () => {
    const { layout } = sample(20, 17);
    const row = pictures(layout.rows)[30]!;
    expect(layout.rows[rowAt(layout.rows, row.top + 1)]).toBe(row);
    for (let index = row.start; index < row.end; index++) expect(rowOf(layout.rows, index)).toBe(row);
    expect(rowOf(layout.rows, 99_999)).toBeUndefined();
  });

  it.each([0, 3000, 100_000, 1e9])("shows at most 96 pictures of ten thousand at %d", (top) => {
    const { layout } = sample(500, 20);
    const shown = visibleRows(layout.rows, { top, bottom: top + 900 }, 96);
    const count = pictures(shown).reduce((total, row) => total + row.end - row.start, 0);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(96);
  });

  it("covers the whole window", () => {
    const { layout } = sample(500, 20);
    const shown = visibleRows(layout.rows, { top: 5000, bottom: 5900 }, 96);
    expect(shown[0]!.top).toBeLessThanOrEqual(5000);
    expect(shown.at(-1)!.top + shown.at(-1)!.height).toBeGreaterThanOrEqual(5900);
  });

  it("lays out ten thousand pictures well within a long task", () => {
    const begun = performance.now();
    sample(1000, 10);
    expect(performance.now() - begun).toBeLessThan(100);
  });

  it("names the beginning of each month", () => {
    const { days, layout } = sample(40, 3);
    const months = monthsOf(days, layout.rows);
    expect(months.map(({ month, count }) => [month, count])).toEqual([["2026-05", 51], ["2026-04", 69]]);
    expect(months[0]!.top).toBe(0);
    expect(months[1]!.top).toBe(layout.rows.find((row) => row.kind === "head" && row.day === 17)!.top);
  });
});
