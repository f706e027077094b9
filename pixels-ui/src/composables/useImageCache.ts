/** Whole images by id, fetched in batches as they come into view; the oldest are dropped. */
import { onScopeDispose, ref, shallowReactive } from "vue";
import { getImages, IDS_PER_CALL } from "@/api/images";
import { Problem } from "@/api/problem";
import type { Image } from "@/api/types";

const GATHER_MS = 60;
const MOST = 2000;

export function useImageCache() {
  const images = shallowReactive(new Map<string, Image>());
  const hasFailed = ref(false);
  const asked = new Set<string>();
  const wanted = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const control = new AbortController();

  /** It has come into view. */
  function need(id: string): void {
    wanted.add(id);
    if (!images.has(id)) timer ??= setTimeout(() => void fetchMissing(), GATHER_MS);
  }

  /** It has left the view: not fetched any more, as after a jump. */
  function leave(id: string): void {
    wanted.delete(id);
  }

  async function fetchMissing(): Promise<void> {
    timer = null;
    const missing = [...wanted].filter((id) => !images.has(id) && !asked.has(id)).slice(0, IDS_PER_CALL);
    if (missing.length > 0) await refresh(missing);
  }

  async function refresh(ids: readonly string[]): Promise<void> {
    for (const id of ids) asked.add(id);
    try {
      put(await getImages(ids, control.signal));
      hasFailed.value = false;
    } catch (reason) {
      if (control.signal.aborted) return;
      if (!(reason instanceof Problem)) throw reason;
      hasFailed.value = true;
    } finally {
      for (const id of ids) asked.delete(id);
    }
  }

  function put(fresh: readonly Image[]): void {
    for (const image of fresh) {
      images.delete(image.id);
      images.set(image.id, image);
    }
    for (const id of images.keys()) {
      if (images.size <= MOST) return;
      images.delete(id);
    }
  }

  onScopeDispose(() => {
    control.abort();
    if (timer) clearTimeout(timer);
  });
  return { images, wanted, hasFailed, need, leave, refresh, put };
}
