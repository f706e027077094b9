/** One column of a project: what is proposed from there, or was taken or hidden, and saying so of each. */
import { ref, watch } from "vue";
import { useI18n } from "vue-i18n";
import { asProblem } from "@/api/problem";
import { hideReference, listReferences, takeReference, undoReference, type Shelf, type Reference, type Verdict } from "@/api/projects";
import { usePaged } from "@/composables/usePaged";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";

const PAGE = 30;

export function useReferences(project: string, from: Shelf) {
  const { t } = useI18n();
  const { show } = useToasts();
  const explain = useProblemText();
  const verdict = ref<Verdict | null>(null);
  const isBusy = ref(false);
  const list = usePaged<Reference>((cursor, signal) => listReferences(project, from, verdict.value, { cursor, limit: PAGE, signal }));
  watch(verdict, () => void list.reset());
  void list.more();

  async function attempt(work: () => Promise<unknown>, then: () => void): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    try {
      await work();
      then();
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
    } finally {
      isBusy.value = false;
    }
  }

  /** It stays in its place, so that a second press takes it back. */
  function take(one: Reference): Promise<void> {
    if (one.verdict === "taken") return undo(one);
    return attempt(
      () => takeReference(project, from, one.id),
      () => list.replace({ ...one, verdict: "taken" }),
    );
  }

  function undo(one: Reference): Promise<void> {
    return attempt(
      () => undoReference(project, from, one.id),
      () => (verdict.value === null ? list.replace({ ...one, verdict: null }) : list.remove(one.id)),
    );
  }

  function hide(one: Reference): Promise<void> {
    const index = list.items.value.indexOf(one);
    const back = async () => {
      await undoReference(project, from, one.id);
      list.insert({ ...one, verdict: null }, index);
    };
    return attempt(
      () => hideReference(project, from, one.id),
      () => {
        list.remove(one.id);
        show({ text: t("projects.wasHidden"), action: t("common.undo"), run: back, undoes: true });
      },
    );
  }

  return { ...list, verdict, isBusy, take, hide, undo };
}
