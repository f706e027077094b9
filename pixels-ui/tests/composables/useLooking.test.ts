import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { effectScope, nextTick, ref, type EffectScope } from "vue";
import { useLooking } from "@/composables/useLooking";

const counted: string[] = [];
const shown = ref<string | null>("a");
let scope: EffectScope;

beforeEach(() => {
  vi.useFakeTimers();
  counted.length = 0;
  shown.value = "a";
  vi.stubGlobal("fetch", async ({ url }: Request) => {
    counted.push(new URL(url).pathname.split("/").at(-2)!);
    return new Response(null, { status: 204 });
  });
  scope = effectScope();
  scope.run(() => useLooking(() => shown.value));
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

test("a look of two seconds is counted once", async () => {
  await vi.advanceTimersByTimeAsync(1900);
  expect(counted).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(5000);
  expect(counted).toEqual(["a"]);
});

test("who leafs on did not look", async () => {
  await vi.advanceTimersByTimeAsync(1500);
  shown.value = "b";
  await nextTick();
  await vi.advanceTimersByTimeAsync(1500);
  expect(counted).toEqual([]);
  await vi.advanceTimersByTimeAsync(600);
  expect(counted).toEqual(["b"]);
});

test("nobody looks at a page that was left, or at nothing", async () => {
  shown.value = null;
  await nextTick();
  await vi.advanceTimersByTimeAsync(3000);
  shown.value = "c";
  await nextTick();
  scope.stop();
  await vi.advanceTimersByTimeAsync(3000);
  expect(counted).toEqual([]);
});
