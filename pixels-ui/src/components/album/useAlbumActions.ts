/** What the owner does with an album and with the pictures selected in it. */
import { computed, ref } from "vue";
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";
import { changeAlbum, deleteAlbum, understandAlbumAgain } from "@/api/albums";
import { downloadZip, understandAgain } from "@/api/images";
import { asProblem } from "@/api/problem";
import type { Album } from "@/api/types";
import { forEachImage } from "@/composables/forEachImage";
import { useMoving } from "@/composables/useMoving";
import { useProblemText } from "@/composables/useProblemText";
import { useSelection } from "@/composables/useSelection";
import { useToasts } from "@/composables/useToasts";
import { useTrashing } from "@/composables/useTrashing";
import { useOwn } from "@/stores/own";
import { useStanding } from "@/stores/standing";
import type { useAlbum } from "./useAlbum";

export function useAlbumActions(page: ReturnType<typeof useAlbum>) {
  const { t } = useI18n();
  const router = useRouter();
  const own = useOwn();
  const standing = useStanding();
  const { show } = useToasts();
  const explain = useProblemText();
  const { moveToTrash } = useTrashing();
  const { moveImages, moveAlbum } = useMoving();
  const ids = computed(() => page.images.items.value.map((image) => image.id));
  const selection = useSelection(() => ids.value);
  const isBusy = ref(false);

  /** True when it worked; else a notice says why. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    isBusy.value = true;
    try {
      await work();
      return true;
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  const trash = (chosen: readonly string[]) =>
    attempt(async () => {
      selection.set(await moveToTrash(chosen, () => void page.load()), false);
      await page.load();
    });

  const understand = (chosen: readonly string[]) =>
    attempt(async () => {
      const { done, problem } = await forEachImage(chosen, understandAgain);
      show({ text: problem ? explain(problem) : t("library.understanding", { count: done.length }, done.length) });
      selection.clear();
    });

  const understandAll = () =>
    attempt(async () => {
      const { count } = await understandAlbumAgain(page.album.value!.id);
      show({ text: t("library.understanding", { count }, count) });
    });

  function download(chosen: readonly string[]): void {
    downloadZip(chosen);
    show({ text: t("library.downloading", { count: chosen.length }, chosen.length) });
  }

  async function move(chosen: readonly string[], target: Album | null): Promise<boolean> {
    const isDone = await moveImages(chosen, target);
    if (isDone) selection.clear();
    return isDone;
  }

  const setCover = (cover: string) =>
    attempt(async () => {
      page.album.value = page.seen.value = await changeAlbum(page.album.value!.id, { cover });
      selection.clear();
      show({ text: t("albums.coverSet") });
    });

  const remove = (images: "keep" | "trash") =>
    attempt(async () => {
      const album = page.album.value!;
      await deleteAlbum(album.id, images);
      await router.replace(album.parent ? { name: "album", params: { id: album.parent.id } } : { name: "albums" });
      standing.changed();
      await own.reload();
      show({ text: t("albums.deleted", { title: album.title }) });
    });

  const moveAll = (target: Album | null) => moveAlbum(page.album.value!, target);

  return { selection, ids, isBusy, trash, understand, understandAll, download, move, moveAll, setCover, remove };
}
