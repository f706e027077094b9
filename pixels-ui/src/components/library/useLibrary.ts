/** The library page's state: timeline, images in view, selection, and what is done with the selected. */
import { computed, onActivated, ref } from "vue";
import { useI18n } from "vue-i18n";
import { useRoute } from "vue-router";
import { downloadZip, understandAgain } from "@/api/images";
import type { Album } from "@/api/types";
import { forEachImage } from "@/composables/forEachImage";
import { isInWork, useImageChanges } from "@/composables/useImageChanges";
import { useImageCache } from "@/composables/useImageCache";
import { useMoving } from "@/composables/useMoving";
import { useProblemText } from "@/composables/useProblemText";
import { useSelection } from "@/composables/useSelection";
import { useToasts } from "@/composables/useToasts";
import { useTrashing } from "@/composables/useTrashing";
import { useStandingChanges } from "@/composables/useStandingChanges";
import { useTrail } from "@/stores/trail";
import { useTimeline } from "./useTimeline";

const RELOAD_MS = 800;

export function useLibrary() {
  const { t } = useI18n();
  const route = useRoute();
  const trail = useTrail();
  const cache = useImageCache();
  const { timeline, state, problem, positions, load, remove } = useTimeline();
  const selection = useSelection(() => timeline.value.ids);
  const { moveToTrash } = useTrashing();
  const { moveImages } = useMoving();
    const { show } = useToasts();
  const explain = useProblemText();
  const isBusy = ref(false);
  const count = computed(() => selection.selected.size);
  let reloading: ReturnType<typeof setTimeout> | undefined;

  function reloadSoon(): void {
    clearTimeout(reloading);
    reloading = setTimeout(() => void load(), RELOAD_MS);
  }

  useImageChanges({
    isShown: (id) => cache.images.has(id),
    pending: () => [...cache.images.values()].filter(isInWork).map((image) => image.id),
    update: (images) => {
      const shapes = images.some((image) => image.state === "ready" && cache.images.get(image.id)?.state !== "ready");
      cache.put(images);
      if (shapes) reloadSoon();
    },
    other: (id) => !positions.value.has(id) && reloadSoon(),
  });
  useStandingChanges(() => cache.refresh([...cache.wanted]));
  onActivated(() => void load().then(() => cache.refresh([...cache.wanted])));

  async function busily(work: () => Promise<unknown>): Promise<void> {
    isBusy.value = true;
    await work().finally(() => (isBusy.value = false));
  }

  const trash = (ids: readonly string[]) =>
    busily(async () => {
      const gone = await moveToTrash(ids, () => void load());
      selection.set(gone, false);
      remove(gone);
    });

  const understand = (ids: readonly string[]) =>
    busily(async () => {
      const { done, problem: why } = await forEachImage(ids, understandAgain);
      show({ text: why ? explain(why) : t("library.understanding", { count: done.length }, done.length) });
      selection.clear();
    });

  /** Damaged ones have no bytes to send. */
  function download(chosen: readonly string[]): void {
    const ids = chosen.filter((id) => cache.images.get(id)?.state !== "failed");
    if (ids.length === 0) return;
    downloadZip(ids);
    show({ text: t("library.downloading", { count: ids.length }, ids.length) });
  }

  /** Into an album, or with null out of theirs. True when they were moved. */
  async function move(ids: readonly string[], album: Album | null): Promise<boolean> {
    const isDone = await moveImages(ids, album);
    if (isDone) selection.clear();
    return isDone;
  }

  const follow = (id: string) => trail.begin(timeline.value.ids, id, route.fullPath);

  return { timeline, state, problem, load, cache, selection, count, isBusy, trash, understand, download, move, follow };
}
