/** Boxes on a picture, as shares of it: left, top, width, height. Pure. */
import type { Box } from "@/api/reverseSearch";

export interface Point {
  x: number;
  y: number;
}

export const WHOLE: Box = [0, 0, 1, 1];
/** Anything smaller was a slip of the hand. */
export const LEAST = 0.03;
const MIDDLE: Box = [0.25, 0.25, 0.5, 0.5];

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
const rounded = (value: number) => Math.round(value * 1000) / 1000;

/** Inside the picture and no smaller than the least. */
export function fitted([left, top, width, height]: Box): Box {
  const wide = within(width, LEAST, 1);
  const high = within(height, LEAST, 1);
  return [rounded(within(left, 0, 1 - wide)), rounded(within(top, 0, 1 - high)), rounded(wide), rounded(high)];
}

/** Between two corners, whichever way it was drawn; null for a slip. */
export function between(one: Point, other: Point): Box | null {
  const [fromX, toX] = [one.x, other.x].map((x) => within(x, 0, 1)).sort((a, b) => a - b) as [number, number];
  const [fromY, toY] = [one.y, other.y].map((y) => within(y, 0, 1)).sort((a, b) => a - b) as [number, number];
  if (toX - fromX < LEAST || toY - fromY < LEAST) return null;
  return fitted([fromX, fromY, toX - fromX, toY - fromY]);
}

export const moved = ([left, top, width, height]: Box, by: Point): Box => fitted([left + by.x, top + by.y, width, height]);

/** The corner at the right and bottom moves. */
export function resized([left, top, width, height]: Box, by: Point): Box {
  return fitted([left, top, within(width + by.x, LEAST, 1 - left), within(height + by.y, LEAST, 1 - top)]);
}

const STEPS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Arrows move the box, with Shift they change its size; null for other keys. Without a box one begins in the middle. */
export function stepped(box: Box | null, key: string, isSizing: boolean): Box | null {
  const step = STEPS[key];
  if (!step) return null;
  if (!box) return MIDDLE;
  const by = { x: step.x * 0.02, y: step.y * 0.02 };
  return isSizing ? resized(box, by) : moved(box, by);
}

/** One of its four numbers changed, in percent. */
export function withNumber(box: Box, at: number, percent: number): Box {
  const numbers = [...box] as [number, number, number, number];
  numbers[at] = percent / 100;
  const [left, top, width, height] = numbers;
  return fitted([left, top, at === 2 ? Math.min(width, 1 - left) : width, at === 3 ? Math.min(height, 1 - top) : height]);
}

export const isWhole = (box: Box) => box[2] > 0.995 && box[3] > 0.995;
