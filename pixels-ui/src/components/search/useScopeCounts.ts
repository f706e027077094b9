/** How many pictures a search finds in each scope: one's own, and all that one may see. */
import { shallowRef } from "vue";
import { Problem } from "@/api/problem";
import { searchImages } from "@/api/search";
import type { SearchAnswer } from "@/api/types";
import { parametersOf, type Scope, type SearchState } from "./searchState";

export type Totals = Partial<Record<Scope, SearchAnswer["total"]>>;

export function useScopeCounts() {
  const totals = shallowRef<Totals>({});

  /** `total` is known of the scope asked for; the other one is asked now. */
  async function count(state: SearchState, total: SearchAnswer["total"], signal: AbortSignal): Promise<void> {
    const scope = state.scope === "mine" ? "all" : "mine";
    totals.value = { [state.scope]: total };
    try {
      const other = await searchImages(parametersOf({ ...state, scope }), { cursor: null, limit: 1, signal });
      if (!signal.aborted) totals.value = { [state.scope]: total, [scope]: other.total };
    } catch (reason) {
      // The search itself has answered: it goes without this count.
      if (!signal.aborted && !(reason instanceof Problem)) throw reason;
    }
  }

  return { totals, count };
}
