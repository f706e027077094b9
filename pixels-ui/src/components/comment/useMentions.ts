/** People that a name being typed may become: asked a moment after the last letter; an earlier question is dropped. */
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import { listPeople } from "@/api/people";
import { Problem } from "@/api/problem";
import type { Person } from "@/api/types";
import { stepThrough } from "@/components/search/comboboxKeys";
import { usePause } from "@/composables/usePause";

const WAIT_MS = 120;
const MOST = 6;

export function useMentions(choose: (person: Person) => void) {
  const people = shallowRef<readonly Person[]>([]);
  const active = ref(-1);
  const isOpen = computed(() => people.value.length > 0);
  let running: AbortController | null = null;
  const { soon, cancel } = usePause((begun: string) => void ask(begun), WAIT_MS);
  onScopeDispose(() => running?.abort());
  watch(people, (found) => (active.value = found.length > 0 ? 0 : -1));

  function forget(): void {
    cancel();
    running?.abort();
    if (isOpen.value) people.value = [];
  }

  function follow(begun: string): void {
    if (begun) soon(begun);
    else forget();
  }

  async function ask(begun: string): Promise<void> {
    running?.abort();
    const own = (running = new AbortController());
    try {
      const found = await listPeople(begun, MOST, own.signal);
      if (!own.signal.aborted) people.value = found.items;
    } catch (reason) {
      // The name can still be typed to its end.
      if (!own.signal.aborted && !(reason instanceof Problem)) throw reason;
    }
  }

  /** True when the key belonged to the list. */
  function press(event: KeyboardEvent): boolean {
    if (!isOpen.value || event.isComposing) return false;
    const next = stepThrough(event.key, active.value, people.value.length);
    const chosen = people.value[active.value];
    if (next !== null) active.value = next;
    else if (event.key === "Enter" && chosen && !event.ctrlKey && !event.metaKey) choose(chosen);
    else if (event.key === "Escape") forget();
    else return false;
    return true;
  }

  return { people, active, isOpen, follow, forget, press };
}
