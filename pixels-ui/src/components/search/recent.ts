/** What somebody searched for and chose lately, the latest first, as this browser keeps it. Pure. */
import type { Suggestion } from "@/api/types";

export const MOST_KEPT = 20;
/** So many words searched for stand before what is suggested. */
const MOST_BEFORE = 3;

export interface Recent {
  /** Words that were searched for. */
  words: readonly string[];
  /** Suggestions that were chosen: kind and key. */
  chosen: readonly string[];
}
export const NONE: Recent = { words: [], chosen: [] };

/** Words searched for before, offered again. */
export interface Again {
  kind: "recent";
  key: string;
  label: string;
}
export type Offer = Suggestion | Again;

export const nameOf = ({ kind, key }: { kind: string; key: string }) => `${kind} ${key}`;
const latest = (kept: readonly string[], one: string) => [one, ...kept.filter((other) => other !== one)].slice(0, MOST_KEPT);
export const withWords = (recent: Recent, words: string): Recent => (words.trim() ? { ...recent, words: latest(recent.words, words.trim()) } : recent);
export const withChosen = (recent: Recent, one: Suggestion): Recent => ({ ...recent, chosen: latest(recent.chosen, nameOf(one)) });

/** What was kept; nothing for what cannot be read. */
export function readRecent(stored: string | null): Recent {
  try {
    const { words, chosen } = JSON.parse(stored ?? "{}") as Partial<Record<keyof Recent, unknown>>;
    return { words: strings(words), chosen: strings(chosen) };
  } catch {
    return NONE;
  }
}
const strings = (value: unknown) => (Array.isArray(value) ? value.filter((one): one is string => typeof one === "string").slice(0, MOST_KEPT) : []);

export const again = (words: readonly string[]): Again[] => words.map((one) => ({ kind: "recent", key: one, label: one }));

/** The words searched for lately that begin like this but go on. */
export function begunLike(recent: Recent, text: string): Again[] {
  const start = text.trim().toLowerCase();
  return again(recent.words.filter((one) => one.toLowerCase().startsWith(start) && one.toLowerCase() !== start).slice(0, MOST_BEFORE));
}

/** What is offered now, those that were chosen lately first; nothing that is not offered any more. */
export function chosenFirst(recent: Recent, offered: readonly Suggestion[]): Suggestion[] {
  const rank = (one: Suggestion) => {
    const at = recent.chosen.indexOf(nameOf(one));
    return at < 0 ? MOST_KEPT : at;
  };
  return [...offered].sort((one, other) => rank(one) - rank(other));
}
