/** Rows of equal height from pictures of any shape. Pure: numbers in, boxes out. */
export interface Sized {
  id: string;
  width: number | null;
  height: number | null;
}

export interface Box<Item> {
  item: Item;
  /** Position in the whole list. */
  index: number;
  left: number;
  width: number;
}

export interface Row<Item> {
  top: number;
  height: number;
  boxes: Box<Item>[];
}

export interface Frame {
  width: number;
  /** Least height of a row; rows grow to 1.35 times of it. */
  row: number;
  gap: number;
}

const GROWTH = 1.35;
const USUAL = 1.15;
const UNKNOWN_RATIO = 4 / 3;

/** Extreme shapes keep a frame one can see and press: between 1:3 and 5:1. */
export function ratioOf(item: Sized): number {
  if (!item.width || !item.height) return UNKNOWN_RATIO;
  return Math.min(Math.max(item.width / item.height, 1 / 3), 5);
}

export function layoutRows<Item extends Sized>(items: readonly Item[], frame: Frame): Row<Item>[] {
  const rows: Row<Item>[] = [];
  let taken: Item[] = [];
  let top = 0;
  const close = (members: Item[], height: number) => {
    rows.push(makeRow(members, countOf(rows), { top, height, frame }));
    top += height + frame.gap;
  };
  for (const item of items) {
    const before = taken.length > 0 ? fullHeight(taken, frame) : Infinity;
    taken.push(item);
    const height = fullHeight(taken, frame);
    if (height > frame.row * GROWTH) continue;
    if (isBetterWithout(before, height, frame.row)) {
      close(taken.slice(0, -1), before);
      taken = [item];
    } else {
      close(taken, height);
      taken = [];
    }
  }
  if (taken.length > 0) close(taken, Math.min(fullHeight(taken, frame), frame.row * USUAL));
  return rows;
}

export function heightOf(rows: readonly Row<unknown>[]): number {
  const last = rows.at(-1);
  return last ? last.top + last.height : 0;
}

/** Those rows that touch the stretch from `from` to `to`; found by halving, so 10,000 pictures cost nothing. */
export function rowsBetween<Item>(rows: readonly Row<Item>[], from: number, to: number): Row<Item>[] {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle]!;
    if (row.top + row.height < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < rows.length && rows[end]!.top <= to) end += 1;
  return rows.slice(low, end);
}

function countOf(rows: readonly Row<unknown>[]): number {
  const last = rows.at(-1)?.boxes.at(-1);
  return last ? last.index + 1 : 0;
}

function fullHeight(items: readonly Sized[], { width, gap }: Frame): number {
  const ratios = items.reduce((sum, item) => sum + ratioOf(item), 0);
  return (width - gap * (items.length - 1)) / ratios;
}

/** The last picture made the row too low; without it the row is nearer to the usual height. */
function isBetterWithout(before: number, after: number, row: number): boolean {
  if (after >= row || !Number.isFinite(before)) return false;
  const farness = (height: number) => Math.abs(Math.log(height / (row * USUAL)));
  return farness(before) < farness(after);
}

function makeRow<Item extends Sized>(
  members: Item[],
  first: number,
  { top, height, frame }: { top: number; height: number; frame: Frame },
): Row<Item> {
  let left = 0;
  const boxes = members.map((item, at) => {
    const width = Math.min(ratioOf(item) * height, frame.width);
    const box = { item, index: first + at, left, width };
    left += width + frame.gap;
    return box;
  });
  return { top, height, boxes };
}
