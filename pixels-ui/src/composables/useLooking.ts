/** Tells, once, that a picture was looked at for two seconds on end; while the page is hidden nobody looks. */
import { onScopeDispose, watch } from "vue";
import { asProblem } from "@/api/problem";
import { countView } from "@/api/recommendations";

const LOOK_MS = 2000;

export function useLooking(id: () => string | null): void {
  const told = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function tell(seen: string): Promise<void> {
    told.add(seen);
    try {
      await countView(seen);
    } catch (reason) {
      asProblem(reason);
    }
  }

  function begin(): void {
    clearTimeout(timer);
    const seen = id();
    if (seen && !told.has(seen) && !document.hidden) timer = setTimeout(() => void tell(seen), LOOK_MS);
  }

  watch(id, begin, { immediate: true });
  document.addEventListener("visibilitychange", begin);
  onScopeDispose(() => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", begin);
  });
}
