/** To the trash and back: done at once, with a toast that undoes it. */
import { useI18n } from "vue-i18n";
import { restoreImage, trashImage } from "@/api/images";
import { forEachImage } from "./forEachImage";
import { useProblemText } from "./useProblemText";
import { useToasts } from "./useToasts";

export function useTrashing() {
  const { t } = useI18n();
  const { show } = useToasts();
  const explain = useProblemText();

  /** Gives the ids that are in the trash now; `back` is called when they have been brought back. */
  async function moveToTrash(ids: readonly string[], back: (ids: string[]) => void): Promise<string[]> {
    const { done, failed, problem } = await forEachImage(ids, trashImage);
    if (problem) show({ text: t("trash.notMoved", { count: failed.length, why: explain(problem) }, failed.length) });
    if (done.length === 0) return done;
    const undo = async () => {
      const restored = await bringBack(done);
      if (restored.length > 0) back(restored);
    };
    show({ text: t("trash.moved", { count: done.length }, done.length), action: t("common.undo"), run: undo, undoes: true });
    return done;
  }

  async function bringBack(ids: readonly string[]): Promise<string[]> {
    const { done, failed, problem } = await forEachImage(ids, restoreImage);
    if (problem) show({ text: t("trash.notRestored", { count: failed.length, why: explain(problem) }, failed.length) });
    return done;
  }

  return { moveToTrash, bringBack };
}
