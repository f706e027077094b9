/** The files one has searched with since the page was loaded, so that a box of one can be searched for too. */
import { defineStore } from "pinia";
import { shallowReactive } from "vue";

const MOST = 12;

export interface QueryPicture {
  file: File;
  /** For showing it. */
  address: string;
}

export const useQueryPictures = defineStore("queryPictures", () => {
  const byId = shallowReactive(new Map<string, QueryPicture>());

  function put(id: string, file: File): void {
    byId.set(id, { file, address: URL.createObjectURL(file) });
    for (const [old, { address }] of byId) {
      if (byId.size <= MOST) return;
      URL.revokeObjectURL(address);
      byId.delete(old);
    }
  }

  return { put, get: (id: string) => byId.get(id) ?? null };
});
