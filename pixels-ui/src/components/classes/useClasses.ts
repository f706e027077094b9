/** One's own classes, kept fresh while they are learnt; `image`: with what they know of this picture. */
import { onScopeDispose, ref, shallowRef } from "vue";
import { listClasses } from "@/api/classes";
import { asProblem, type Problem } from "@/api/problem";
import type { OwnClass } from "@/api/types";
import { useEvents } from "@/composables/useEvents";
import { useStandingChanges } from "@/composables/useStandingChanges";

/** An event may be lost. */
const POLL_MS = 3000;

export function useClasses(image: () => string | undefined = () => undefined) {
  const classes = shallowRef<OwnClass[]>([]);
  const state = ref<"loading" | "ready" | "failed">("loading");
  const problem = shallowRef<Problem | null>(null);
  let running = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    running.abort();
    clearTimeout(timer);
    const own = (running = new AbortController());
    const asked = image();
    try {
      const found = await listClasses({ ...(asked ? { image: asked } : {}), signal: own.signal });
      if (own.signal.aborted) return;
      classes.value = found;
      problem.value = null;
      state.value = "ready";
    } catch (reason) {
      if (own.signal.aborted) return;
      problem.value = asProblem(reason);
      if (state.value === "loading") state.value = "failed";
    }
    const isWaiting = classes.value.some((one) => one.state === "training" || (one.state === "collecting" && one.needed === 0));
    if (isWaiting) timer = setTimeout(() => void load(), POLL_MS);
  }

  function retry(): void {
    state.value = "loading";
    void load();
  }

  useEvents("class", () => void load());
  useStandingChanges(load);
  onScopeDispose(() => {
    running.abort();
    clearTimeout(timer);
  });
  void load();
  return { classes, state, problem, load, retry };
}
