/** Several pictures into the collection of one tap, with a notice that takes it back, or into chosen ones. */
import { useI18n } from "vue-i18n";
import { setCollected } from "@/api/reactions";
import { useReactionMarks } from "@/stores/reactions";
import { forEachImage } from "./forEachImage";
import { useCollectionChoice } from "./useCollectionChoice";
import { useProblemText } from "./useProblemText";
import { useToasts } from "./useToasts";

export function useCollecting() {
  const { t } = useI18n();
  const { show } = useToasts();
  const explain = useProblemText();
  const choices = useCollectionChoice();
  const marks = useReactionMarks();

  const put = (isIn: boolean) => async (id: string) => {
    const { collected, count } = await setCollected("image", id, isIn);
    marks.set(id, { collected, collects: count });
  };

  async function collect(ids: readonly string[]): Promise<void> {
    const { done, problem } = await forEachImage(ids, put(true));
    if (problem) show({ text: explain(problem) });
    if (done.length === 0) return;
    const undo = async () => void (await forEachImage(done, put(false)));
    show({ text: t("collections.many", { count: done.length }, done.length), action: t("common.undo"), run: undo, undoes: true });
  }

  const told = (ids: readonly string[]) => (collected: boolean) => ids.forEach((id) => marks.set(id, { collected }));
  const choose = (ids: readonly string[]): void => choices.choose({ kind: "image", ids, told: told(ids) });

  return { collect, choose };
}
