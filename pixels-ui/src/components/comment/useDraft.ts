/** The text of a form, kept in this browser from the first letter until it has been sent. */
import { computed, shallowRef } from "vue";
import { useSession } from "@/stores/session";
import { newDraft, readDraft, sending, type Draft } from "./draft";

const STORED = "pixels.draft.";

/** `start` is what the form holds when nothing was kept; `quote` is put below what was. */
export function useDraft(name: string, start: string, quote: string) {
  const session = useSession();
  const place = `${STORED}${session.account?.name ?? ""}.${name}`;
  const draft = shallowRef<Draft>(readDraft(localStorage.getItem(place)) ?? newDraft(start));
  const text = computed({
    get: () => draft.value.text,
    set: (typed) => keep({ ...draft.value, text: typed }),
  });
  if (quote) text.value = text.value.trim() ? `${text.value.trimEnd()}\n\n${quote}` : quote;

  function keep(changed: Draft): void {
    draft.value = changed;
    if (changed.text === start || changed.text.trim() === "") localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(changed));
  }

  /** The key that this text goes with. */
  function keyToSend(): string {
    keep(sending(draft.value));
    return draft.value.key;
  }

  function drop(): void {
    localStorage.removeItem(place);
    draft.value = newDraft(start);
  }

  return { text, keyToSend, drop };
}
