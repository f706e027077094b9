/** A search by picture while it runs and when it is done: told by the server's events, and asked for in between. */
import { onScopeDispose, ref, shallowRef, watch } from "vue";
import { asProblem, type Problem } from "@/api/problem";
import { getReverseSearch } from "@/api/reverseSearch";
import type { ReverseSearch } from "@/api/types";
import { useEvents } from "@/composables/useEvents";

const EVERY_MS = 300;

export function useReverseSearch(id: () => string) {
  const search = shallowRef<ReverseSearch | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const isOver = ref(false);
  let control = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    control.abort();
    const own = (control = new AbortController());
    try {
      search.value = await getReverseSearch(id(), own.signal);
      if (own.signal.aborted) return;
      problem.value = null;
      isOver.value = search.value.state === "done" || search.value.state === "failed";
      if (!isOver.value) timer = setTimeout(() => void ask(), EVERY_MS);
    } catch (reason) {
      if (!own.signal.aborted) problem.value = asProblem(reason);
    }
  }

  useEvents("reverse-search", (told) => {
    if (told.id === id() && !isOver.value) void ask();
  });
  watch(
    id,
    () => {
      search.value = problem.value = null;
      isOver.value = false;
      void ask();
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    control.abort();
  });
  return { search, problem, isOver, ask };
}
