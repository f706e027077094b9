/** Which collections things are to be in; `ChooseDialog` in the frame of the page asks. */
import { readonly, shallowRef } from "vue";
import type { ThingKind } from "@/api/types";

export interface CollectionChoice {
  kind: ThingKind;
  ids: readonly string[];
  /** Hears after each change whether they are in any collection. */
  told: (isCollected: boolean) => void;
}

const asked = shallowRef<CollectionChoice | null>(null);

export function useCollectionChoice() {
  const choose = (choice: CollectionChoice): void => void (asked.value = choice);
  const close = (): void => void (asked.value = null);
  return { asked: readonly(asked), choose, close };
}
