/** How high rows are for the sizes S, M and L, and how far apart pictures lie. */
export type GridSize = "S" | "M" | "L";
export const GRID_SIZES: readonly GridSize[] = ["S", "M", "L"];

/** The page never holds more pictures than this. */
export const MOST_PICTURES = 100;
/** Beyond the window, above and below, this share of its height is kept ready. */
export const MARGIN = 0.4;

const WIDE: Record<GridSize, number> = { S: 150, M: 198, L: 236 };
const PHONE: Record<GridSize, number> = { S: 84, M: 104, L: 236 };
const MEAN_RATIO = 1.3;

/** On a wall of a screen rows grow, so that what is kept ready stays within the limit. */
export function rowHeight(size: GridSize, window: { width: number; height: number }): number {
  const wanted = window.width <= 640 ? PHONE[size] : WIDE[size];
  const kept = window.width * window.height * (1 + 2 * MARGIN);
  const least = Math.sqrt(kept / (MEAN_RATIO * MOST_PICTURES * 0.8)) / 1.15;
  return Math.max(wanted, Math.round(least));
}

export function gapOf(size: GridSize, windowWidth: number): number {
  if (windowWidth <= 640) return 3;
  return size === "L" ? 10 : 6;
}
