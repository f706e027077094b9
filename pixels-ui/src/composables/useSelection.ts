/** Which of a list are selected: one by one, from the last one to this one, many at once. */
import { computed, shallowReactive } from "vue";

export function useSelection(ids: () => readonly string[]) {
  const selected = shallowReactive(new Set<string>());
  const isSelecting = computed(() => selected.size > 0);
  let anchor: string | null = null;

  function toggle(id: string): void {
    if (!selected.delete(id)) selected.add(id);
    anchor = id;
  }

  /** All from the last one touched to this one. */
  function extendTo(id: string): void {
    const all = ids();
    const from = anchor === null ? -1 : all.indexOf(anchor);
    const to = all.indexOf(id);
    if (from < 0) return toggle(id);
    for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) selected.add(one);
    anchor = id;
  }

  function set(many: readonly string[], isOn: boolean): void {
    for (const id of many) {
      if (isOn) selected.add(id);
      else selected.delete(id);
    }
    anchor = many.at(-1) ?? anchor;
  }

  function clear(): void {
    selected.clear();
    anchor = null;
  }

  /** In the order of the list. */
  const inOrder = () => ids().filter((id) => selected.has(id));

  return { selected, isSelecting, toggle, extendTo, set, clear, inOrder };
}
