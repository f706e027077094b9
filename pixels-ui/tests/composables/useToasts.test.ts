import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useToasts } from "@/composables/useToasts";

const { toasts, show, dismiss, hold, resume, press, undoLast } = useToasts();
const texts = () => toasts.map((toast) => toast.text);

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  while (toasts[0]) dismiss(toasts[0].id);
  vi.useRealTimers();
});

test("a toast goes after ten seconds", () => {
  show({ text: "Saved." });
  vi.advanceTimersByTime(9_900);
  expect(texts()).toEqual(["Saved."]);
  vi.advanceTimersByTime(200);
  expect(texts()).toEqual([]);
});

test("it stays while the pointer is in it, and ten seconds more", () => {
  const id = show({ text: "Moved." });
  hold(id);
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual(["Moved."]);
  resume(id);
  vi.advanceTimersByTime(10_100);
  expect(texts()).toEqual([]);
});

test("its action runs once and takes it away", async () => {
  const run = vi.fn();
  const id = show({ text: "Deleted.", action: "Undo", run });
  await press(id);
  await press(id);
  expect([run.mock.calls.length, texts()]).toEqual([1, []]);
});

test("undoing takes the newest thing that can be undone", () => {
  const done: string[] = [];
  show({ text: "first", undoes: true, run: () => void done.push("first") });
  show({ text: "second", undoes: true, run: () => void done.push("second") });
  show({ text: "only a notice" });
  expect([undoLast(), undoLast(), undoLast()]).toEqual([true, true, false]);
  expect(done).toEqual(["second", "first"]);
});

test("the same notice twice is shown once", () => {
  show({ text: "Saved." });
  show({ text: "Saved." });
  expect(texts()).toEqual(["Saved."]);
});

test("at most three are shown", () => {
  for (const text of ["1", "2", "3", "4"]) show({ text });
  expect(texts()).toEqual(["2", "3", "4"]);
});
