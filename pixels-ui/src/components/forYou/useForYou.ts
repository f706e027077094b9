/** What is recommended, page by page, and what one says to it: that counts from the next page on. */
import { computed, ref, shallowReactive } from "vue";
import { asProblem } from "@/api/problem";
import * as api from "@/api/recommendations";
import type { Reason, Verdict } from "@/api/recommendations";
import type { Image } from "@/api/types";
import { usePaged } from "@/composables/usePaged";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";

export interface Recommended {
  id: string;
  image: Image;
  reasons: Reason[];
}

const PAGE = 24;

export function useForYou() {
  const { show } = useToasts();
  const explain = useProblemText();
  const isOn = ref(true);
  const verdicts = shallowReactive(new Map<string, Verdict>());
  const paged = usePaged<Recommended>(async (cursor, signal) => {
    const page = await api.listRecommendations({ cursor, limit: PAGE, signal });
    if (cursor === null) verdicts.clear();
    isOn.value = page.on;
    return { items: page.items.map((one) => ({ ...one, id: one.image.id })), next: page.next };
  });
  /** Nothing is known of one: all that is there is only new. */
  const isUnknown = computed(() => paged.state.value === "ready" && isOn.value && paged.items.value.every((one) => one.reasons.every(({ kind }) => kind === "new")));

  /** Say this of a picture, or take back what was said of it. */
  async function judge(id: string, verdict: Verdict | null): Promise<void> {
    const before = verdicts.get(id) ?? null;
    keep(id, verdict);
    try {
      await (verdict ? api.judge(id, verdict) : api.unjudge(id));
    } catch (reason) {
      keep(id, before);
      show({ text: explain(asProblem(reason)) });
    }
  }

  function keep(id: string, verdict: Verdict | null): void {
    if (verdict) verdicts.set(id, verdict);
    else verdicts.delete(id);
  }

  return { ...paged, isOn, isUnknown, verdicts, judge };
}
