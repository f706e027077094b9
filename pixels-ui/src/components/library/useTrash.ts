/** The trash page's state: what is in it, what is selected, bringing back and deleting for ever. */
import { computed, ref } from "vue";
import { useI18n } from "vue-i18n";
import { deleteForEver, listTrash, trashImage } from "@/api/images";
import type { Image } from "@/api/types";
import { forEachImage } from "@/composables/forEachImage";
import { usePaged } from "@/composables/usePaged";
import { useProblemText } from "@/composables/useProblemText";
import { useSelection } from "@/composables/useSelection";
import { useToasts } from "@/composables/useToasts";
import { useTrashing } from "@/composables/useTrashing";

export function useTrash() {
  const { t } = useI18n();
  const { show } = useToasts();
  const explain = useProblemText();
  const { bringBack } = useTrashing();
  const page = usePaged<Image>(listTrash);
  const ids = computed(() => page.items.value.map((image) => image.id));
  const selection = useSelection(() => ids.value);
  const isBusy = ref(false);

  function forget(gone: readonly string[]): void {
    gone.forEach(page.remove);
    selection.set(gone, false);
  }

  async function restore(): Promise<void> {
    isBusy.value = true;
    const back = await bringBack(selection.inOrder()).finally(() => (isBusy.value = false));
    forget(back);
    if (back.length === 0) return;
    const undo = async () => {
      await forEachImage(back, trashImage);
      await page.reset();
    };
    show({ text: t("trash.restored", { count: back.length }, back.length), action: t("common.undo"), run: undo, undoes: true });
  }

  async function destroy(): Promise<void> {
    isBusy.value = true;
    const { done, failed, problem } = await forEachImage(selection.inOrder(), deleteForEver).finally(() => (isBusy.value = false));
    forget(done);
    if (done.length > 0) show({ text: t("trash.deleted", { count: done.length }, done.length) });
    if (problem) show({ text: t("trash.notDeleted", { count: failed.length, why: explain(problem) }, failed.length) });
  }

  void page.more();
  return { ...page, ids, selection, isBusy, restore, destroy };
}
