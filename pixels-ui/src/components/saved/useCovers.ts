/** The first pictures that something finds, read once they are near the window. */
import { onScopeDispose, shallowRef } from "vue";
import { Problem } from "@/api/problem";
import type { ListOptions } from "@/api/images";
import type { Image } from "@/api/types";
import { useVeil } from "@/composables/useVeil";

const SHOWN = 3;
/** Some of the first may not be ready to be shown, or veiled. */
const ASKED = 6;

export function useCovers(find: (page: ListOptions) => Promise<{ items: Image[] }>) {
  const covers = shallowRef<Image[]>([]);
  const { isVeiled } = useVeil();
  const own = new AbortController();
  let isAsked = false;

  async function load(): Promise<void> {
    if (isAsked) return;
    isAsked = true;
    try {
      const page = await find({ cursor: null, limit: ASKED, signal: own.signal });
      covers.value = page.items.filter((image) => image.renditions["400"] && !isVeiled(image)).slice(0, SHOWN);
    } catch (reason) {
      // The card does without pictures.
      if (!own.signal.aborted && !(reason instanceof Problem)) throw reason;
    }
  }

  onScopeDispose(() => own.abort());
  return { covers, load };
}
