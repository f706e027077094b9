/** The list one came from to a picture, so that its page can lead to the neighbours and back. */
import { defineStore } from "pinia";
import { shallowRef } from "vue";

const STORED = "pixels.trail";
/** So many on either side are kept: enough to leaf through, little to store. */
const REACH = 500;

export interface Trail {
  ids: readonly string[];
  /** Path of the page with the list. */
  from: string;
}

export const useTrail = defineStore("trail", () => {
  const trail = shallowRef<Trail>(read());

  function begin(ids: readonly string[], id: string, from: string): void {
    const at = Math.max(0, ids.indexOf(id));
    set({ ids: ids.slice(Math.max(0, at - REACH), at + REACH + 1), from });
  }

  function set(changed: Trail): void {
    trail.value = changed;
    write(changed);
  }

  /** Gives what brings it back. */
  function remove(id: string): () => void {
    const before = trail.value;
    set({ ...before, ids: before.ids.filter((one) => one !== id) });
    return () => set(before);
  }

  return { trail, begin, remove };
});

export interface Neighbours {
  previous: string | null;
  next: string | null;
}

export function neighboursOf(ids: readonly string[], id: string): Neighbours {
  const at = ids.indexOf(id);
  if (at < 0) return { previous: null, next: null };
  return { previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null };
}

function read(): Trail {
  const stored = sessionStorage.getItem(STORED);
  return stored ? (JSON.parse(stored) as Trail) : { ids: [], from: "/" };
}

function write(trail: Trail): void {
  sessionStorage.setItem(STORED, JSON.stringify(trail));
}
