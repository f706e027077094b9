/** Tastes in the three groups in which they stand: those that count, those that are avoided, those that are left out. Pure. */
import type { Taste } from "@/api/recommendations";

export type TasteGroup = "liked" | "avoided" | "left";
export const TWICE = 2;
export const USUAL = 1;
export const LEFT_OUT = 0;

export function groupOf(taste: Taste): TasteGroup {
  if (taste.factor === LEFT_OUT) return "left";
  return taste.weight < 0 ? "avoided" : "liked";
}

/** What taking one of this group away makes of it: what counts or is avoided is left out, what was left out counts again. */
export const factorWithout = (group: TasteGroup) => (group === "left" ? USUAL : LEFT_OUT);
