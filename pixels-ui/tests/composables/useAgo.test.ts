import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { effectScope } from "vue";
import { useAgo, wordsOf } from "@/composables/useAgo";

vi.mock("vue-i18n", () => ({ useI18n: () => ({ locale: { value: "en" } }) }));
const NOON = Date.parse("2026-05-17T12:00:00Z");

beforeEach(() => vi.useFakeTimers({ now: NOON }));
afterEach(() => vi.useRealTimers());

test.each([
  ["2026-05-17T11:59:30Z", "now", "现在", "nu"],
  ["2026-05-17T12:00:05Z", "now", "现在", "nu"],
  ["2026-05-17T11:57:00Z", "3 minutes ago", "3分钟前", "för 3 minuter sedan"],
  ["2026-05-16T11:00:00Z", "1 day ago", "1天前", "för 1 dag sedan"],
  ["2025-04-17T11:00:00Z", "1 year ago", "1年前", "för 1 år sedan"],
])("%s is said in each language", (time, en, zh, sv) => {
  expect(["en", "zh", "sv"].map((locale) => wordsOf(time, NOON, locale))).toEqual([en, zh, sv]);
});

test("one timer moves all of them on, and ends with the last", () => {
  const [one, other] = [effectScope(), effectScope()];
  const [{ ago }] = [one, other].map((scope) => scope.run(useAgo)!) as [ReturnType<typeof useAgo>, unknown];
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(60_000);
  expect(ago("2026-05-17T12:00:00Z")).toBe("1 minute ago");
  one.stop();
  other.stop();
  expect(vi.getTimerCount()).toBe(0);
});
