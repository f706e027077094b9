/** All of one's pictures by day: only ids and shapes, so that ten thousand are a small answer. */
import { computed, onScopeDispose, ref, shallowRef } from "vue";
import { getTimeline, type Timeline } from "@/api/images";
import { asProblem, type Problem } from "@/api/problem";

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

export function withoutIds(timeline: Timeline, gone: ReadonlySet<string>): Timeline {
  const kept: Timeline = { count: 0, days: [], ids: [], aspects: [] };
  let start = 0;
  for (const { day, count } of timeline.days) {
    const before = kept.ids.length;
    for (let at = start; at < start + count; at++) {
      if (gone.has(timeline.ids[at]!)) continue;
      kept.ids.push(timeline.ids[at]!);
      kept.aspects.push(timeline.aspects[at]!);
    }
    if (kept.ids.length > before) kept.days.push({ day, count: kept.ids.length - before });
    start += count;
  }
  return { ...kept, count: kept.ids.length };
}
