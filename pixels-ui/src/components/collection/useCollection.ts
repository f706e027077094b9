/** The page of a collection: what it is, what is in it, and what its collector does to it. */
import { ref, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import * as api from "@/api/collections";
import { asProblem, type Problem } from "@/api/problem";
import type { Collection, CollectionItem } from "@/api/types";
import { usePaged } from "@/composables/usePaged";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";
import { moved } from "./order";

const PAGE = 60;

export function useCollection(id: () => string) {
  const { t } = useI18n();
  const { show } = useToasts();
  const explain = useProblemText();
  const collection = shallowRef<Collection | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const isBusy = ref(false);
  const items = usePaged<CollectionItem>((cursor, signal) => api.listItems(id(), { cursor, limit: PAGE, signal }));

  async function load(): Promise<void> {
    problem.value = null;
    try {
      collection.value = await api.getCollection(id());
      await items.refresh();
    } catch (reason) {
      problem.value = asProblem(reason);
    }
  }

  /** True when it worked; else a notice says why, and what is shown is read anew. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    isBusy.value = true;
    try {
      await work();
      return true;
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
      await load();
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  function move(from: number, to: number): Promise<boolean> {
    const before = items.items.value;
    items.items.value = moved(before, from, to);
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const between = items.items.value.slice(first, last + 1).map((item) => item.id);
    return attempt(() => api.putInOrder(id(), between));
  }

  async function takeOut(item: CollectionItem): Promise<void> {
    if (!(await attempt(() => api.removeItem(id(), item.kind, item.id)))) return;
    const index = items.items.value.findIndex((one) => one.id === item.id);
    items.remove(item.id);
    if (item.placeholder) return;
    const undo = async () => {
      if (await attempt(() => api.putItem(id(), item.kind, item.id))) await back(item, index);
    };
    show({ text: t("collections.takenOut"), action: t("common.undo"), run: undo, undoes: true });
  }

  /** What is put in comes first, so it is moved to where it was. */
  async function back(item: CollectionItem, index: number): Promise<void> {
    items.insert(item, 0);
    if (index > 0) await move(0, Math.min(index, items.items.value.length - 1));
  }

  watch(id, () => void load(), { immediate: true });
  return { collection, problem, isBusy, items, load, attempt, move, takeOut };
}
