/** Where everything in a timeline stands, computed without the page: justified rows under the heads of days. */
export interface TimelineShape {
  width: number;
  rowHeight: number;
  gap: number;
  headHeight: number;
}

export interface HeadRow {
  kind: "head";
  day: number;
  top: number;
  height: number;
}

export interface PictureRow {
  kind: "pictures";
  day: number;
  top: number;
  height: number;
  /** Positions in the flat list: from `start`, before `end`. */
  start: number;
  end: number;
}

export type TimelineRow = HeadRow | PictureRow;

export interface TimelineLayout {
  rows: TimelineRow[];
  height: number;
}

export interface Day {
  day: string;
  count: number;
}

/** A row grows at most this much over the wished height; pictures in the last row of a day are not stretched. */
const MOST_STRETCH = 1.35;
/** Extremely wide or tall pictures take no more than this of a row; the page then shows them with a margin. */
const WIDEST = 4;
const TALLEST = 0.4;

export const boundedAspect = (aspect: number) => Math.min(WIDEST, Math.max(TALLEST, aspect > 0 ? aspect : 1));

export function layOutTimeline(days: readonly Day[], aspects: readonly number[], shape: TimelineShape): TimelineLayout {
  const rows: TimelineRow[] = [];
  let top = 0;
  let start = 0;
  days.forEach(({ count }, day) => {
    rows.push({ kind: "head", day, top, height: shape.headHeight });
    top += shape.headHeight;
    for (const row of justify(aspects, { start, end: start + count }, shape)) {
      rows.push({ kind: "pictures", day, top, ...row });
      top += row.height + shape.gap;
    }
    start += count;
  });
  return { rows, height: top };
}

interface Span {
  start: number;
  end: number;
}

function justify(aspects: readonly number[], span: Span, shape: TimelineShape): (Span & { height: number })[] {
  const rows: (Span & { height: number })[] = [];
  let { start } = span;
  let sum = 0;
  for (let at = start; at < span.end; at++) {
    sum += boundedAspect(aspects[at] ?? 1);
    const height = (shape.width - shape.gap * (at - start)) / sum;
    if (height > shape.rowHeight * MOST_STRETCH) continue;
    rows.push({ start, end: at + 1, height: Math.min(height, shape.rowHeight * MOST_STRETCH) });
    start = at + 1;
    sum = 0;
  }
  if (start < span.end) rows.push({ start, end: span.end, height: shape.rowHeight });
  return rows;
}

/** The first row that ends below `y`; rows are sorted by their top. */
export function rowAt(rows: readonly TimelineRow[], y: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle]!;
    if (row.top + row.height > y) high = middle;
    else low = middle + 1;
  }
  return Math.max(0, low);
}

export function rowOf(rows: readonly TimelineRow[], index: number): PictureRow | undefined {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const row = picturesNear(rows, middle);
    if (!row) return undefined;
    if (index < row.start) high = middle - 1;
    else if (index >= row.end) low = middle + 1;
    else return row;
  }
  return undefined;
}

function picturesNear(rows: readonly TimelineRow[], at: number): PictureRow | undefined {
  const row = rows[at];
  if (row?.kind === "pictures") return row;
  const next = rows[at + 1];
  return next?.kind === "pictures" ? next : undefined;
}

export interface Window {
  top: number;
  bottom: number;
}

/** The rows in the window, then as many around it as `most` pictures allow: first below, then above. */
export function visibleRows(rows: readonly TimelineRow[], { top, bottom }: Window, most: number): TimelineRow[] {
  if (rows.length === 0) return [];
  let first = rowAt(rows, top);
  let last = Math.max(first, Math.min(rows.length - 1, rowAt(rows, bottom)));
  let pictures = 0;
  for (let at = first; at <= last; at++) pictures += picturesIn(rows[at]);
  const margin = bottom - top;
  const fits = (row: TimelineRow | undefined) => row !== undefined && pictures + picturesIn(row) <= most;
  while (fits(rows[last + 1]) && rows[last + 1]!.top < bottom + margin) pictures += picturesIn(rows[++last]);
  while (fits(rows[first - 1]) && rows[first - 1]!.top > top - margin) pictures += picturesIn(rows[--first]);
  return rows.slice(first, last + 1);
}

function picturesIn(row: TimelineRow | undefined): number {
  return row?.kind === "pictures" ? row.end - row.start : 0;
}

export interface Month {
  /** "2026-05" */
  month: string;
  top: number;
  count: number;
}

/** Where each month begins: what the date scrubber jumps to. */
export function monthsOf(days: readonly Day[], rows: readonly TimelineRow[]): Month[] {
  const months: Month[] = [];
  for (const row of rows) {
    if (row.kind !== "head") continue;
    const { day, count } = days[row.day]!;
    const month = day.slice(0, 7);
    const last = months.at(-1);
    if (last?.month === month) last.count += count;
    else months.push({ month, top: row.top, count });
  }
  return months;
}
