/** A short list that guards one's account: read, changed, read again. */
import { ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { asProblem, type Problem } from "@/api/problem";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";

export function useOwnList<Item>(list: () => Promise<{ items: Item[] }>) {
  const { t } = useI18n();
  const { show } = useToasts();
  const explain = useProblemText();
  const items = shallowRef<Item[]>([]);
  const problem = shallowRef<Problem | null>(null);
  const isBusy = ref(false);

  async function load(): Promise<void> {
    try {
      items.value = (await list()).items;
      problem.value = null;
    } catch (reason) {
      problem.value = asProblem(reason);
    }
  }

  /** True when it worked; else a notice says why. */
  async function change(work: () => Promise<unknown>, said = t("common.saved")): Promise<boolean> {
    isBusy.value = true;
    try {
      await work();
      show({ text: said });
      return true;
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
      return false;
    } finally {
      isBusy.value = false;
      await load();
    }
  }

  void load();
  return { items, problem, isBusy, load, change };
}
