/** Cities whose name begins as one types: asked a moment after the last letter; an earlier question is dropped. */
import { onScopeDispose, ref, shallowRef } from "vue";
import { Problem } from "@/api/problem";
import { findPlaces } from "@/api/search";
import type { Place } from "@/api/types";
import { usePause } from "@/composables/usePause";

const WAIT_MS = 120;
const MOST = 6;

export function usePlaces(changed: () => void) {
  const items = shallowRef<readonly Place[]>([]);
  const isAnswered = ref(false);
  let running: AbortController | null = null;
  const { soon, cancel } = usePause((text: string) => void ask(text), WAIT_MS);
  onScopeDispose(() => running?.abort());

  function show(found: readonly Place[]): void {
    items.value = found;
    changed();
  }

  function forget(): void {
    cancel();
    running?.abort();
    show([]);
  }

  function follow(text: string): void {
    isAnswered.value = false;
    if (text.trim() === "") forget();
    else soon(text.trim());
  }

  async function ask(text: string): Promise<void> {
    running?.abort();
    const own = (running = new AbortController());
    try {
      const found = (await findPlaces(text, MOST, own.signal)).items;
      if (own.signal.aborted) return;
      isAnswered.value = true;
      show(found);
    } catch (reason) {
      if (own.signal.aborted) return;
      if (!(reason instanceof Problem)) throw reason;
      show([]);
    }
  }

  return { items, isAnswered, follow, forget };
}
