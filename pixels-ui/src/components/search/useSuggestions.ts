/** What one may mean while one types: asked a moment after the last letter; an earlier question is dropped. */
import { onScopeDispose, shallowRef } from "vue";
import { suggest } from "@/api/search";
import { Problem } from "@/api/problem";
import type { Suggestion } from "@/api/types";
import { usePause } from "@/composables/usePause";
import { again, begunLike, chosenFirst, type Offer, type Recent } from "./recent";

const WAIT_MS = 80;
const MOST = 8;
/** More are asked for than are shown, since one that was chosen lately may be among the rarer ones. */
const MOST_ASKED = 20;

export function useSuggestions(recent: () => Recent) {
  const items = shallowRef<readonly Offer[]>([]);
  /** The end of the text that the suggestions are for: all of it, else its last word. */
  const matched = shallowRef("");
  let running: AbortController | null = null;
  const { soon, cancel } = usePause((text: string) => void ask(text), WAIT_MS);
  onScopeDispose(() => running?.abort());

  function forget(): void {
    cancel();
    running?.abort();
    items.value = [];
  }

  /** For an empty box: what was searched for lately. */
  function remember(): void {
    forget();
    items.value = again(recent().words.slice(0, MOST));
  }

  function follow(text: string): void {
    if (text.trim() === "") remember();
    else soon(text.trim());
  }

  function show(text: string, found: readonly Suggestion[]): void {
    items.value = [...begunLike(recent(), text), ...chosenFirst(recent(), found)].slice(0, MOST);
  }

  async function ask(text: string): Promise<void> {
    running?.abort();
    const own = (running = new AbortController());
    try {
      for (const part of partsOf(text)) {
        const found = (await suggest(part, MOST_ASKED, own.signal)).items;
        if (own.signal.aborted) return;
        show(text, found);
        matched.value = part;
        if (found.length > 0) return;
      }
    } catch (reason) {
      // Without suggestions the search itself still works.
      if (own.signal.aborted) return;
      if (!(reason instanceof Problem)) throw reason;
      show(text, []);
    }
  }

  return { items, matched, follow, remember, forget };
}

/** All of it, and its last word where that is something else. */
export function partsOf(text: string): string[] {
  const last = text.split(/\s+/).at(-1) ?? "";
  return last && last !== text ? [text, last] : [text];
}

/** What stays of the text when its end has become a facet. */
export function restOf(text: string, matched: string): string {
  const whole = text.trim();
  return whole.endsWith(matched) ? whole.slice(0, whole.length - matched.length).trim() : whole;
}
