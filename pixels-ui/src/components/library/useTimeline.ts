/** All of one's pictures by day: only ids and shapes, so that ten thousand are a small answer. */
import { computed, onScopeDispose, ref, shallowRef } from "vue";
import { getTimeline, type Timeline } from "@/api/images";
import { asProblem, type Problem } from "@/api/problem";
import { withoutIds } from "./timeline";

export type TimelineState = "idle" | "loading" | "ready" | "failed";

const EMPTY: Timeline = { count: 0, days: [], ids: [], aspects: [] };

export function useTimeline() {
  const timeline = shallowRef<Timeline>(EMPTY);
  const state = ref<TimelineState>("idle");
  const problem = shallowRef<Problem | null>(null);
  const positions = computed(() => new Map(timeline.value.ids.map((id, at) => [id, at])));
  let running: AbortController | null = null;

  /** Reads it anew; what is shown stays until the answer is here. */
  async function load(): Promise<void> {
    running?.abort();
    const own = new AbortController();
    running = own;
    if (state.value !== "ready") state.value = "loading";
    try {
      timeline.value = await getTimeline(own.signal);
      state.value = "ready";
    } catch (reason) {
      if (own.signal.aborted) return;
      problem.value = asProblem(reason);
      if (state.value !== "ready") state.value = "failed";
    }
  }

  function remove(ids: readonly string[]): void {
    timeline.value = withoutIds(timeline.value, new Set(ids));
  }

  onScopeDispose(() => running?.abort());
  return { timeline, state, problem, positions, load, remove };
}
