/** What a facet offers: the values that occur, and those chosen that do not. Pure. */
import type { Counted } from "@/api/types";

export interface Offered {
  key: string;
  label: string;
  /** Null where nothing was counted. */
  count: number | null;
}

export function offered(values: readonly Counted[], chosen: readonly string[], labels: ReadonlyMap<string, string>): Offered[] {
  const known = new Set(values.map((one) => one.key));
  const missing = chosen.filter((key) => !known.has(key));
  return [...missing.map((key) => ({ key, label: labels.get(key) ?? key, count: null })), ...values];
}
