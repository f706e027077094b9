/** What this account searched for lately, in this browser alone; nothing is kept of visitors. */
import { computed, ref, watch } from "vue";
import type { Suggestion } from "@/api/types";
import { useSession } from "@/stores/session";
import { NONE, readRecent, withChosen, withWords, type Recent } from "./recent";

const STORED = "pixels.recent.";

export function useRecent() {
  const session = useSession();
  const place = computed(() => (session.account ? STORED + session.account.name : null));
  const recent = ref<Recent>(NONE);

  function read(): void {
    recent.value = place.value ? readRecent(localStorage.getItem(place.value)) : NONE;
  }
  function keep(changed: Recent): void {
    if (!place.value) return;
    recent.value = changed;
    localStorage.setItem(place.value, JSON.stringify(changed));
  }
  function clear(): void {
    if (place.value) localStorage.removeItem(place.value);
    recent.value = NONE;
  }
  watch(place, read, { immediate: true });

  return {
    recent,
    read,
    clear,
    searched: (words: string) => keep(withWords(recent.value, words)),
    chose: (one: Suggestion) => keep(withChosen(recent.value, one)),
  };
}
