/** Undoes an edit, and says so where that cannot be. */
import { asProblem } from "@/api/problem";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";
import { useBatchEdits } from "@/stores/batchEdits";

export function useEditUndo(): (id: string) => Promise<void> {
  const edits = useBatchEdits();
  const explain = useProblemText();
  const { show } = useToasts();
  return async (id) => {
    try {
      await edits.undo(id);
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
    }
  };
}
