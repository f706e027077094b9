/** Tells when images go on from pending to ready to understood: by the server's events, and by asking now and then. */
import { onScopeDispose } from "vue";
import { getImages, IDS_PER_CALL } from "@/api/images";
import { Problem } from "@/api/problem";
import type { Image } from "@/api/types";
import { useEvents } from "./useEvents";

const GATHER_MS = 250;
const POLL_MS = 6000;

export interface ImageChangesOptions {
  /** Whether a change of this image matters here. */
  isShown: (id: string) => boolean;
  /** Those that wait for something; asked for when no event comes. */
  pending: () => string[];
  update: (images: Image[]) => void;
  /** An event told of an image that is not shown here. */
  other?: (id: string) => void;
}

export function useImageChanges({ isShown, pending, update, other }: ImageChangesOptions): void {
  const changed = new Set<string>();
  const control = new AbortController();
  let gathering: ReturnType<typeof setTimeout> | null = null;

  useEvents("image", ({ id }) => {
    if (!isShown(id)) return other?.(id);
    changed.add(id);
    gathering ??= setTimeout(flush, GATHER_MS);
  });

  function flush(): void {
    gathering = null;
    const ids = [...changed];
    changed.clear();
    void ask(ids);
  }

  async function ask(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    try {
      update(await getImages(ids, control.signal));
    } catch (reason) {
      // The next round asks again; nothing of the page depends on it.
      if (!(reason instanceof Problem) && !control.signal.aborted) throw reason;
    }
  }

  const polling = setInterval(() => {
    if (document.visibilityState === "visible") void ask(pending().slice(0, IDS_PER_CALL));
  }, POLL_MS);
  onScopeDispose(() => {
    control.abort();
    clearInterval(polling);
    if (gathering) clearTimeout(gathering);
  });
}

/** Whether the server still works on it: its sizes are being made, or it is being understood. */
export function isInWork(image: Image): boolean {
  if (image.state === "failed") return false;
  return image.state !== "ready" || image.understanding === "pending";
}
