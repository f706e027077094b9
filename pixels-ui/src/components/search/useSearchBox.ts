/** The box of every page: its words follow the address of a search, and what is entered becomes one. */
import { computed, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";
import { stepThrough } from "./comboboxKeys";
import type { Offer } from "./recent";
import { countChosen, EMPTY, having, readState, withoutLast, writeState, type SearchState } from "./searchState";
import { useRecent } from "./useRecent";
import { restOf, useSuggestions } from "./useSuggestions";

export function useSearchBox() {
  const route = useRoute();
  const router = useRouter();
  const text = ref("");
  const active = ref(-1);
  const { recent, read, clear, searched, chose } = useRecent();
  const { items, matched, follow, remember, forget } = useSuggestions(() => recent.value);
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
    else search(text.value.trim());
  }

  function search(q: string): void {
    searched(q);
    go({ ...current(), q });
  }

  function choose(one: Offer): void {
    if (one.kind === "recent") return search(one.key);
    chose(one);
    go(having({ ...current(), q: restOf(text.value, matched.value) }, one.kind, one.key));
  }

  /** Coming to an empty box: another page or window may have searched since. */
  function enter(): void {
    read();
    if (text.value.trim() === "") remember();
  }

  function forgetAll(): void {
    clear();
    forget();
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

  return { text, items, active, isOpen, type, press, submit, choose, enter, forget, forgetAll };
}
