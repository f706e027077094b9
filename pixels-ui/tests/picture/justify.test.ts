import { describe, expect, test } from "vitest";
import { heightOf, layoutRows, ratioOf, rowsBetween } from "@/components/picture/justify";

const FRAME = { width: 1200, row: 200, gap: 6 };
const picture = (ratio: number, at: number) => ({ id: String(at), width: ratio * 1000, height: 1000 });
const MIXED = Array.from({ length: 200 }, (_, at) => picture([1.5, 0.75, 1.33, 1, 1.78, 0.67][(at * 7) % 6]!, at));

describe("rows", () => {
  const rows = layoutRows(MIXED, FRAME);
  const full = rows.slice(0, -1);

  test("fill the width exactly, but for the last", () => {
    for (const row of full) {
      const last = row.boxes.at(-1)!;
      expect(last.left + last.width).toBeCloseTo(FRAME.width, 6);
    }
  });

  test("are near the wanted height", () => {
    for (const row of full) {
      expect(row.height).toBeGreaterThan(FRAME.row * 0.85);
      expect(row.height).toBeLessThan(FRAME.row * 1.6);
    }
  });

  test("hold each picture once, in order", () => {
    const boxes = rows.flatMap((row) => row.boxes);
    expect(boxes.map((box) => box.item.id)).toEqual(MIXED.map((item) => item.id));
    expect(boxes.map((box) => box.index)).toEqual(MIXED.map((_, at) => at));
  });

  test("lie below each other with the gap between", () => {
    for (const [at, row] of full.entries()) expect(rows[at + 1]!.top).toBeCloseTo(row.top + row.height + FRAME.gap, 6);
  });

  test("show every picture in its own shape", () => {
    for (const row of rows)
      for (const box of row.boxes) expect(box.width / row.height).toBeCloseTo(ratioOf(box.item), 6);
  });
});

test("a last row is not stretched", () => {
  const [row] = layoutRows([picture(1.5, 0)], FRAME);
  expect(row!.height).toBeCloseTo(230);
  expect(row!.boxes[0]!.width).toBeCloseTo(345);
});

test("a panorama alone is as wide as the page at most", () => {
  const [row] = layoutRows([picture(20, 0)], { ...FRAME, width: 300 });
  expect(row!.boxes[0]!.width).toBeLessThanOrEqual(300);
});

test("no pictures make no rows", () => {
  expect(heightOf(layoutRows([], FRAME))).toBe(0);
});

test("more pictures leave the rows before the last as they are", () => {
  const before = layoutRows(MIXED.slice(0, 100), FRAME).slice(0, -1);
  const after = layoutRows(MIXED, FRAME).slice(0, before.length);
  expect(after).toEqual(before);
});

test.each([
  [0, 0],
  [250, 700],
  [-500, 100],
  [3000, 9999],
])("between %i and %i lie the rows that a plain search finds", (from, to) => {
  const rows = layoutRows(MIXED, FRAME);
  const plain = rows.filter((row) => row.top + row.height >= from && row.top <= to);
  expect(rowsBetween(rows, from, to)).toEqual(plain);
});
