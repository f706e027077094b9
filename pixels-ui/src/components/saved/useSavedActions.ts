/** What is done with saved searches in their list: followed, opened, deleted; what fails is told. */
import { ref } from "vue";
import { useI18n } from "vue-i18n";
import { changeSavedSearch, deleteSavedSearch } from "@/api/savedSearches";
import { asProblem } from "@/api/problem";
import type { SavedSearch } from "@/api/types";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";

interface List {
  replace: (changed: SavedSearch) => void;
  remove: (id: string) => void;
}

export function useSavedActions(list: List) {
  const { t } = useI18n();
  const { show } = useToasts();
  const explain = useProblemText();
  const isBusy = ref(false);

  async function attempt(work: () => Promise<void>): Promise<boolean> {
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

  const follow = (saved: SavedSearch, on: boolean) =>
    attempt(async () => list.replace(await changeSavedSearch(saved.id, { follow: on })));

  /** It is being looked at: nothing of it is new any more. */
  const open = (saved: SavedSearch) => attempt(async () => list.replace(await changeSavedSearch(saved.id, { seen: true })));

  const remove = (saved: SavedSearch) =>
    attempt(async () => {
      await deleteSavedSearch(saved.id);
      list.remove(saved.id);
      show({ text: t("saved.deleted", { name: saved.name }) });
    });

  return { isBusy, follow, open, remove };
}
