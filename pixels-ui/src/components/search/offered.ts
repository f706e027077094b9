/** What a facet offers: the values that occur, and those chosen that do not. Pure. */
import type { Facet, SearchState } from "./searchState";

export interface Offered {
  key: string;
  label: string;
  /** Null where nothing was counted. */
  count: number | null;
}

export type Offers = Readonly<Record<string, readonly Offered[]>>;

/** Of these any value does, so further ones widen the search and stay on offer once one is chosen. */
const WIDENING: readonly Facet[] = ["category", "album", "owner", "place", "licence", "camera"];

/** What was counted now, with what was on offer before. */
export function widened(before: Offers, counted: Offers, state: SearchState): Offers {
  const kept = WIDENING.filter((name) => state[name].length > 0).map((name) => {
    const values = counted[name] ?? [];
    const known = new Set(values.map((one) => one.key));
    const others = (before[name] ?? []).filter((one) => !known.has(one.key));
    return [name, [...values, ...others.map((one) => ({ ...one, count: null }))]] as const;
  });
  return { ...counted, ...Object.fromEntries(kept) };
}

export function offered(values: readonly Offered[], chosen: readonly string[], labels: ReadonlyMap<string, string>): Offered[] {
  const known = new Set(values.map((one) => one.key));
  const missing = chosen.filter((key) => !known.has(key));
  return [...missing.map((key) => ({ key, label: labels.get(key) ?? key, count: null })), ...values];
}
