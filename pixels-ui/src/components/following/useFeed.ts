/** The feed in two parts: what is new, and what was seen before; the mark moves on once all that is new was in the window. */
import { computed, ref } from "vue";
import { getFeed, seeFeed, type FeedReason } from "@/api/feed";
import { asProblem } from "@/api/problem";
import type { Image } from "@/api/types";
import { usePaged } from "@/composables/usePaged";

export interface FeedCard {
  id: string;
  image: Image;
  reasons: FeedReason[];
}

const PAGE = 30;

export function useFeed() {
  /** Until then all was seen before this visit; it stays where it is while one reads. */
  const stop = ref<string | null>(null);
  let marked = "";
  const paged = usePaged<FeedCard>(async (cursor, signal) => {
    const page = await getFeed({ cursor, limit: PAGE, signal });
    if (cursor === null) stop.value = page.seen_until;
    return { items: page.items.map((one) => ({ ...one, id: one.image.id })), next: page.next };
  });
  const parts = computed(() => partsAt(paged.items.value, stop.value));

  /** All that is new was in the window. */
  async function see(): Promise<void> {
    const newest = paged.items.value[0]?.image.created_at;
    if (!newest || newest === marked || (stop.value && parts.value.fresh.length === 0)) return;
    marked = newest;
    try {
      await seeFeed(newest);
    } catch (reason) {
      asProblem(reason);
      marked = "";
    }
  }

  return { ...paged, stop, parts, see };
}

/** The new ones come first; without a mark all are new. */
export function partsAt<Item extends { image: Pick<Image, "created_at"> }>(items: readonly Item[], stop: string | null): { fresh: Item[]; older: Item[] } {
  const isOld = (item: Item) => stop !== null && Date.parse(item.image.created_at) <= Date.parse(stop);
  const at = items.findIndex(isOld);
  return at < 0 ? { fresh: [...items], older: [] } : { fresh: items.slice(0, at), older: items.slice(at) };
}
