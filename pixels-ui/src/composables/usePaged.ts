/** A list that grows page by page along the server's cursor. */
import { onScopeDispose, ref, shallowRef } from "vue";
import { asProblem, type Problem } from "@/api/problem";
import type { Page } from "@/api/types";

export type PagedState = "idle" | "loading" | "ready" | "failed";
type Load<Item> = (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>;

export function usePaged<Item extends { id: string }>(load: Load<Item>) {
  const items = shallowRef<Item[]>([]);
  const state = ref<PagedState>("idle");
  const problem = shallowRef<Problem | null>(null);
  const isComplete = ref(false);
  let cursor: string | null = null;
  /** What is here answers an earlier question; the next page takes its place. */
  let isStale = false;
  let running: AbortController | null = null;

  /** Fetches the next page; nothing happens while one is under way or when all is here. */
  async function more(): Promise<void> {
    if (running || isComplete.value) return;
    const own = new AbortController();
    running = own;
    state.value = "loading";
    problem.value = null;
    try {
      const page = await load(cursor, own.signal);
      if (own.signal.aborted) return;
      items.value = append(isStale ? [] : items.value, page.items);
      isStale = false;
      cursor = page.next;
      isComplete.value = page.next === null;
      state.value = "ready";
    } catch (reason) {
      if (own.signal.aborted) return;
      if (isStale) items.value = [];
      problem.value = asProblem(reason);
      state.value = "failed";
    } finally {
      if (running === own) running = null;
    }
  }

  /** Begins again from the first page, dropping what is under way. */
  async function reset(): Promise<void> {
    items.value = [];
    await renew();
  }

  /** As `reset`, but what is here stays until the first page has come, so that nothing jumps. */
  async function renew(): Promise<void> {
    running?.abort();
    running = null;
    cursor = null;
    isComplete.value = false;
    isStale = true;
    await more();
  }

  /** Reads again as much as is here, and swaps it in one step, so that nothing jumps. */
  async function refresh(): Promise<void> {
    if (items.value.length === 0) return reset();
    running?.abort();
    const own = new AbortController();
    running = own;
    try {
      let page = await load(null, own.signal);
      let fresh = page.items;
      while (page.next !== null && fresh.length < items.value.length) {
        page = await load(page.next, own.signal);
        fresh = append(fresh, page.items);
      }
      if (own.signal.aborted) return;
      items.value = fresh;
      isStale = false;
      cursor = page.next;
      isComplete.value = page.next === null;
      state.value = "ready";
    } catch (reason) {
      if (!own.signal.aborted) asProblem(reason);
    } finally {
      if (running === own) running = null;
    }
  }

  function remove(id: string): void {
    items.value = items.value.filter((item) => item.id !== id);
  }

  function replace(changed: Item): void {
    items.value = items.value.map((item) => (item.id === changed.id ? changed : item));
  }

  /** Puts an item at `index`, as undo does; one that is there already is moved. */
  function insert(item: Item, index: number): void {
    const others = items.value.filter((other) => other.id !== item.id);
    items.value = [...others.slice(0, index), item, ...others.slice(index)];
  }

  onScopeDispose(() => running?.abort());
  return { items, state, problem, isComplete, more, reset, renew, refresh, remove, replace, insert };
}

function append<Item extends { id: string }>(known: Item[], fresh: Item[]): Item[] {
  const ids = new Set(known.map((item) => item.id));
  return [...known, ...fresh.filter((item) => !ids.has(item.id))];
}
