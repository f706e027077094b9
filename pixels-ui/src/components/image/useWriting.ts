/** The writing in a picture, which lines the search that led here means, and which are drawn on the picture. */
import { computed, ref, shallowRef, watch } from "vue";
import { getWriting } from "@/api/images";
import type { Image, WrittenLine } from "@/api/types";
import { linesWith, wordsAsked } from "./written";

export function useWriting(image: () => Image | null, from: () => string) {
  const lines = shallowRef<readonly WrittenLine[]>([]);
  const isShown = ref(false);
  let running = new AbortController();

  async function load(id: string): Promise<void> {
    running.abort();
    const own = (running = new AbortController());
    try {
      lines.value = (await getWriting(id, own.signal)).lines;
    } catch {
      // What a picture says is not worth a message: it is there, or the panel has no such part.
      if (!own.signal.aborted) lines.value = [];
    }
  }

  watch(
    () => image()?.id,
    () => {
      lines.value = [];
      isShown.value = false;
    },
  );
  watch(image, (now) => void (now?.state === "ready" && load(now.id)), { immediate: true });

  const found = computed(() => linesWith(lines.value, wordsAsked(from())));
  const drawn = computed(() => (isShown.value ? lines.value : found.value));
  return { lines, isShown, drawn };
}
