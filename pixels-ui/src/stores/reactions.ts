/** What the reader did with things since they were read, so that every place that shows one says the same. */
import { defineStore } from "pinia";
import { shallowReactive } from "vue";

export interface Marks {
  liked: boolean;
  collected: boolean;
  /** null where the owner keeps the numbers back. */
  likes: number | null;
  collects: number | null;
}

export const useReactionMarks = defineStore("reactions", () => {
  const changed = shallowReactive(new Map<string, Partial<Marks>>());

  function set(id: string, marks: Partial<Marks>): void {
    changed.set(id, { ...changed.get(id), ...marks });
  }

  /** It was read anew. */
  function forget(id: string): void {
    changed.delete(id);
  }

  return { changed, set, forget };
});
