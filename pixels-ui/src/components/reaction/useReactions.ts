/** Like and collect one thing: shown at once, taken back with a notice where the server does not agree. */
import { computed, watch } from "vue";
import { setCollected, setLiked } from "@/api/reactions";
import { asProblem } from "@/api/problem";
import type { Image, ThingKind } from "@/api/types";
import { useCollectionChoice } from "@/composables/useCollectionChoice";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";
import { useReactionMarks, type Marks } from "@/stores/reactions";

export interface Thing extends Pick<Image, "id" | "liked" | "collected" | "can"> {
  counts: { likes: number | null; collects: number | null };
}

export function useReactions(kind: ThingKind, thing: () => Thing) {
  const marks = useReactionMarks();
  const { show } = useToasts();
  const explain = useProblemText();
  const { choose } = useCollectionChoice();
  const seen = computed<Marks>(() => {
    const { id, liked, collected, counts } = thing();
    return { liked, collected, likes: counts.likes, collects: counts.collects, ...marks.changed.get(id) };
  });
  watch(thing, (now, before) => now !== before && marks.forget(now.id));

  async function attempt(id: string, shown: Partial<Marks>, work: () => Promise<Partial<Marks>>): Promise<void> {
    const before = seen.value;
    marks.set(id, shown);
    try {
      marks.set(id, await work());
    } catch (reason) {
      marks.set(id, before);
      show({ text: explain(asProblem(reason)) });
    }
  }

  function like(): Promise<void> {
    const { id } = thing();
    const liked = !seen.value.liked;
    return attempt(id, { liked, likes: moved(seen.value.likes, liked) }, async () => {
      const answer = await setLiked(kind, id, liked);
      return { liked: answer.liked, likes: answer.count };
    });
  }

  function collect(): Promise<void> {
    const { id } = thing();
    const collected = !seen.value.collected;
    return attempt(id, { collected, collects: moved(seen.value.collects, collected) }, async () => {
      const answer = await setCollected(kind, id, collected);
      return { collected: answer.collected, collects: answer.count };
    });
  }

  /** It was put into a collection, or taken out of the last one. */
  function mark(collected: boolean): void {
    if (collected !== seen.value.collected) marks.set(thing().id, { collected, collects: moved(seen.value.collects, collected) });
  }

  const pick = () => choose({ kind, ids: [thing().id], told: mark });

  return { seen, like, collect, pick };
}

const moved = (count: number | null, isMore: boolean) => (count === null ? null : count + (isMore ? 1 : -1));
