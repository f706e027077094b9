/** The box of every page: its words follow the address of a search, and what is entered becomes one. */
import { computed, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";
import type { Suggestion } from "@/api/types";
import { stepThrough } from "./comboboxKeys";
import { countChosen, EMPTY, having, readState, withoutLast, writeState, type SearchState } from "./searchState";
import { restOf, useSuggestions } from "./useSuggestions";

export function useSearchBox() {
  const route = useRoute();
  const router = useRouter();
  const text = ref("");
  const active = ref(-1);
  const { items, matched, follow, forget } = useSuggestions();
  const isOpen = computed(() => items.value.length > 0);
  const current = (): SearchState => (route.name === "search" ? readState(route.query) : EMPTY);

  watch(
    () => current().q,
    (q) => (text.value = q),
    { immediate: true },
  );
  watch(items, () => (active.value = -1));
  watch(() => route.fullPath, forget);

  function go(state: SearchState): void {
    forget();
    text.value = state.q;
    void router.push({ name: "search", query: writeState(state) });
  }

  function submit(): void {
    const chosen = items.value[active.value];
    if (chosen) choose(chosen);
    else go({ ...current(), q: text.value.trim() });
  }

  function choose({ kind, key }: Suggestion): void {
    go(having({ ...current(), q: restOf(text.value, matched.value) }, kind, key));
  }

  function press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const next = stepThrough(event.key, active.value, items.value.length);
    if (next !== null) active.value = next;
    else if (event.key === "Enter") submit();
    else if (event.key === "Escape" && isOpen.value) forget();
    else if (event.key === "Backspace" && text.value === "" && countChosen(current()) > 0) go(withoutLast(current()));
    else return;
    event.preventDefault();
  }

  function type(typed: string): void {
    text.value = typed;
    follow(typed);
  }

  return { text, items, active, isOpen, type, press, submit, choose, forget };
}
