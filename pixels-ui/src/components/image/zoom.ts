/** The arithmetic of zooming and panning a picture in its booth. Pure: numbers in, numbers out. */
export interface Place {
  scale: number;
  x: number;
  y: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Box {
  width: number;
  height: number;
}

export const WHOLE: Place = { scale: 1, x: 0, y: 0 };
const MOST = 8;

/** Zooms so that what is under `point` (from the middle of the picture) stays there. */
export function zoomAt(place: Place, factor: number, point: Point): Place {
  const scale = Math.min(MOST, Math.max(1, place.scale * factor));
  const by = scale / place.scale;
  return { scale, x: point.x - (point.x - place.x) * by, y: point.y - (point.y - place.y) * by };
}

/** Keeps the picture from being pushed out of the booth: an edge never comes further in than the booth's. */
export function bounded(place: Place, picture: Box, booth: Box): Place {
  if (place.scale <= 1) return WHOLE;
  const reach = (size: number, room: number) => Math.max(0, (size * place.scale - room) / 2);
  return { scale: place.scale, x: clamp(place.x, reach(picture.width, booth.width)), y: clamp(place.y, reach(picture.height, booth.height)) };
}

function clamp(value: number, reach: number): number {
  return Math.min(reach, Math.max(-reach, value));
}

export const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
export const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

const SWIPE_PX = 56;

/** -1 to the previous, 1 to the next, 0: not a swipe. */
export function swipeOf(from: Point, to: Point): -1 | 0 | 1 {
  const across = to.x - from.x;
  if (Math.abs(across) < SWIPE_PX || Math.abs(across) < 1.5 * Math.abs(to.y - from.y)) return 0;
  return across < 0 ? 1 : -1;
}
