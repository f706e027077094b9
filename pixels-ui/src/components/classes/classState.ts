/** What is said of an own class. Pure. */
import type { OwnClass } from "@/api/types";

export const LEAST_EXAMPLES = 10;
const GRADES = [
  [0.95, "high"],
  [0.9, "good"],
  [0.8, "fair"],
] as const;

/** How far one can rely on it, in a word. */
export const gradeOf = (accuracy: number) => GRADES.find(([least]) => accuracy >= least)?.[1] ?? "low";

/** What it waits for, or that it does not. */
export function standOf({ state, needed }: Pick<OwnClass, "state" | "needed">): "missing" | "waiting" | "learning" | "notLearnt" | "ready" {
  if (state === "training") return "learning";
  if (state === "failed") return "notLearnt";
  if (state === "ready") return "ready";
  return needed > 0 ? "missing" : "waiting";
}

/** How many examples are missing once these are in. */
export const missingWith = (known: Pick<OwnClass, "needed"> | undefined, added: number) => Math.max((known?.needed ?? LEAST_EXAMPLES) - added, 0);

/** The classes that a picture is in, or of which its owner has said something, before the others. */
export function partedFor(classes: readonly OwnClass[]): { told: OwnClass[]; others: OwnClass[] } {
  const isTold = ({ image }: OwnClass) => image != null && (image.score !== null || image.said !== null);
  return { told: classes.filter(isTold), others: classes.filter((one) => !isTold(one)) };
}
