/** One's collections as a list of marks: which hold some things; setting a mark puts them in or takes them out at once. */
import { ref } from "vue";
import { useI18n } from "vue-i18n";
import { addCollection, listHolding, putItem, removeItem } from "@/api/collections";
import type { Collection } from "@/api/types";
import { forEachImage } from "@/composables/forEachImage";
import type { CollectionChoice } from "@/composables/useCollectionChoice";
import { usePaged } from "@/composables/usePaged";
import { useProblemText } from "@/composables/useProblemText";

const PAGE = 100;

export function useHolding(choice: () => CollectionChoice) {
  const { t } = useI18n();
  const explain = useProblemText();
  const paged = usePaged<Collection>((cursor, signal) => listHolding(choice().ids, { cursor, limit: PAGE, signal }));
  const told = ref("");
  const failed = ref("");
  let last: Promise<unknown> = Promise.resolve();

  const titleOf = (one: Collection) => one.title || t("collections.default");

  /** One change after the other, so that the last one holds. */
  function mark(one: Collection, holds: boolean): Promise<unknown> {
    paged.replace({ ...one, holds });
    last = last.then(() => change(one, holds));
    return last;
  }

  async function change(one: Collection, holds: boolean): Promise<void> {
    const { kind, ids } = choice();
    const { problem } = await forEachImage(ids, (id) => (holds ? putItem : removeItem)(one.id, kind, id));
    failed.value = problem ? explain(problem) : "";
    if (problem) return paged.replace(one);
    told.value = t(holds ? "collections.isIn" : "collections.isOut", { title: titleOf(one) });
    tell(holds);
  }

  function tell(holds: boolean): void {
    const isHeld = holds || paged.items.value.some((one) => one.holds);
    if (isHeld || paged.isComplete.value) choice().told(isHeld);
  }

  /** A new one with the things in it, behind the collection of one tap. */
  async function make(title: string): Promise<void> {
    const made = await addCollection({ title, description: "", privacy: "private" });
    paged.insert(made, paged.items.value.filter((one) => one.default).length);
    await mark(made, true);
  }

  return { ...paged, told, failed, titleOf, mark, make };
}
