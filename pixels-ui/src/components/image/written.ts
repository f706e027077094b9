/** Which lines of writing a search means. Pure. */
import type { WrittenLine } from "@/api/types";
import { readQueryString } from "@/components/search/searchState";

/** One spelling for all that count as the same: case and accents. */
const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const WORD = /[\p{L}\p{N}]+/gu;
const OPERATORS = new Set(["AND", "OR", "NOT"]);

/** The words that the search in this path looks for, with those that must stand in the picture. */
export function wordsAsked(path: string): string[] {
  if (!path.startsWith("/search?")) return [];
  const { q, text } = readQueryString(path.slice("/search?".length));
  const typed = q.split(/\s+/).filter((word) => !OPERATORS.has(word) && !word.startsWith("-"));
  return [...typed, ...text].flatMap((word) => folded(word).match(WORD) ?? []);
}

/** The lines in which one of the words stands; in Chinese as a part, elsewhere as a whole word. */
export function linesWith(lines: readonly WrittenLine[], words: readonly string[]): WrittenLine[] {
  const isIn = (text: string, word: string) =>
    /\p{Script=Han}/u.test(word) ? text.includes(word) : new Set<string>(text.match(WORD)).has(word);
  return lines.filter((line) => words.some((word) => isIn(folded(line.text), word)));
}
