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

  async function judge(id: string, verdict: Verdict): Promise<void> {
    const before = verdicts.get(id);
    verdicts.set(id, verdict);
    try {
      await api.judge(id, verdict);
    } catch (reason) {
      if (before) verdicts.set(id, before);
      else verdicts.delete(id);
      show({ text: explain(asProblem(reason)) });
    }
  }

  return { ...paged, isOn, isUnknown, verdicts, judge };
}
