import { expect, test } from "vitest";
import { effectScope } from "vue";
import { Problem } from "@/api/problem";
import type { Page } from "@/api/types";
import { usePaged } from "@/composables/usePaged";

interface Entry {
  id: string;
}
const entries = (...ids: string[]): Entry[] => ids.map((id) => ({ id }));
const idsOf = (items: readonly Entry[]) => items.map((item) => item.id).join("");

function paged(load: (cursor: string | null, signal: AbortSignal) => Promise<Page<Entry>>) {
  return effectScope().run(() => usePaged<Entry>(load))!;
}

const TWO_PAGES = async (cursor: string | null): Promise<Page<Entry>> =>
  cursor === null ? { items: entries("a", "b"), next: "2" } : { items: entries("b", "c"), next: null };

test("pages follow the cursor, and what moved between them comes once", async () => {
  const list = paged(TWO_PAGES);
  await list.more();
  expect([idsOf(list.items.value), list.isComplete.value]).toEqual(["ab", false]);
  await list.more();
  expect([idsOf(list.items.value), list.isComplete.value]).toEqual(["abc", true]);
});

test("nothing is asked after the end, nor twice at a time", async () => {
  let calls = 0;
  const list = paged(async () => ({ items: entries(String(++calls)), next: null }));
  await Promise.all([list.more(), list.more()]);
  await list.more();
  expect(calls).toBe(1);
});

test("a failure keeps what is here, and the next try goes on", async () => {
  let isDown = false;
  const list = paged((cursor) => (isDown ? Promise.reject(new Problem(503, "", "", "r1")) : TWO_PAGES(cursor)));
  await list.more();
  isDown = true;
  await list.more();
  expect([list.state.value, list.problem.value?.requestId, idsOf(list.items.value)]).toEqual(["failed", "r1", "ab"]);
  isDown = false;
  await list.more();
  expect([list.state.value, list.problem.value, idsOf(list.items.value)]).toEqual(["ready", null, "abc"]);
});

test("beginning again drops the answer that is under way", async () => {
  const answers: ((page: Page<Entry>) => void)[] = [];
  const list = paged(() => new Promise((resolve) => answers.push(resolve)));
  const first = list.more();
  const second = list.reset();
  answers[1]!({ items: entries("new"), next: null });
  answers[0]!({ items: entries("old"), next: null });
  await Promise.all([first, second]);
  expect(idsOf(list.items.value)).toBe("new");
});

test("reading again swaps as much as was here in one step", async () => {
  let round = "old";
  const list = paged(async (cursor) => ({
    items: entries(`${round}${cursor ?? 1}`),
    next: cursor === "3" ? null : String(Number(cursor ?? 1) + 1),
  }));
  await list.more();
  await list.more();
  round = "new";
  const seen: string[] = [];
  const done = list.refresh();
  seen.push(idsOf(list.items.value));
  await done;
  expect([...seen, idsOf(list.items.value), list.isComplete.value]).toEqual(["old1old2", "new1new2", false]);
  await list.more();
  expect([idsOf(list.items.value), list.isComplete.value]).toEqual(["new1new2new3", true]);
});

test("reading again in vain keeps what is here", async () => {
  let isDown = false;
  const list = paged((cursor) => (isDown ? Promise.reject(new Problem(0, "", "", "")) : TWO_PAGES(cursor)));
  await list.more();
  isDown = true;
  await list.refresh();
  expect([idsOf(list.items.value), list.state.value]).toEqual(["ab", "ready"]);
});

test("an error of the program is not hidden", async () => {
  const list = paged(() => Promise.reject(new RangeError("bug")));
  await expect(list.more()).rejects.toThrow("bug");
});

test("items are removed, replaced and put back", async () => {
  const list = paged(async () => ({ items: entries("a", "b", "c"), next: null }));
  await list.more();
  list.remove("b");
  expect(idsOf(list.items.value)).toBe("ac");
  list.insert({ id: "b" }, 1);
  expect(idsOf(list.items.value)).toBe("abc");
  const changed = { id: "c", title: "new" };
  list.replace(changed);
  expect(list.items.value[2]).toBe(changed);
});

test("begun anew, what is here stays until the first page has come", async () => {
  const waiting: ((page: Page<Entry>) => void)[] = [];
  const list = paged(() => new Promise((resolve) => waiting.push(resolve)));
  void list.more();
  waiting[0]!({ items: entries("a", "b"), next: "2" });
  await Promise.resolve();
  const renewed = list.renew();
  expect(idsOf(list.items.value)).toBe("ab");
  waiting[1]!({ items: entries("c"), next: null });
  await renewed;
  expect([idsOf(list.items.value), list.isComplete.value]).toEqual(["c", true]);
});

test("begun anew in vain, what answered another question goes", async () => {
  let isDown = false;
  const list = paged((cursor) => (isDown ? Promise.reject(new Problem(503, "", "", "r1")) : TWO_PAGES(cursor)));
  await list.more();
  isDown = true;
  await list.renew();
  expect([idsOf(list.items.value), list.state.value]).toEqual(["", "failed"]);
});
