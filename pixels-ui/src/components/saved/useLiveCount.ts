/** How many pictures a search finds, counted again whenever it changes; null while that is not known. */
import { onScopeDispose, ref, shallowRef, watch } from "vue";
import { Problem } from "@/api/problem";
import { searchImages } from "@/api/search";
import type { SearchAnswer } from "@/api/types";
import { parametersOf, writeState, type SearchState } from "@/components/search/searchState";
import { usePause } from "@/composables/usePause";

const WAIT_MS = 250;

export function useLiveCount(wanted: () => SearchState | null) {
  const total = shallowRef<SearchAnswer["total"] | null>(null);
  const hasFailed = ref(false);
  let running: AbortController | null = null;

  async function count(): Promise<void> {
    const state = wanted();
    running?.abort();
    if (state === null) return;
    const own = new AbortController();
    running = own;
    try {
      const found = await searchImages(parametersOf(state), { cursor: null, limit: 1, signal: own.signal });
      if (own.signal.aborted) return;
      hasFailed.value = found.notice?.code === "search-away";
      total.value = hasFailed.value ? null : found.total;
    } catch (reason) {
      if (own.signal.aborted) return;
      if (!(reason instanceof Problem)) throw reason;
      hasFailed.value = true;
    }
  }

  const { soon } = usePause(() => void count(), WAIT_MS);
  watch(
    () => {
      const state = wanted();
      return state && JSON.stringify(writeState(state));
    },
    (asked) => {
      total.value = null;
      hasFailed.value = false;
      if (asked !== null) soon();
    },
    { immediate: true },
  );
  onScopeDispose(() => running?.abort());
  return { total, hasFailed };
}
