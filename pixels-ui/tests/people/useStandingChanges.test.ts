import { mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test, vi } from "vitest";
import { defineComponent, h, KeepAlive, nextTick, ref } from "vue";
import { useStandingChanges } from "@/composables/useStandingChanges";
import { useStanding } from "@/stores/standing";

beforeEach(() => setActivePinia(createPinia()));

function place(refresh: () => void) {
  const List = defineComponent({
    setup: () => {
      useStandingChanges(refresh);
      return () => h("p");
    },
  });
  const isShown = ref(true);
  mount(() => h(KeepAlive, () => (isShown.value ? h(List) : h("i"))));
  return isShown;
}

test("an open list reads itself anew after a change", async () => {
  const refresh = vi.fn();
  place(refresh);
  useStanding().changed();
  await nextTick();
  expect(refresh).toHaveBeenCalledTimes(1);
});

test("a list kept aside waits until it is shown again", async () => {
  const refresh = vi.fn();
  const isShown = place(refresh);
  isShown.value = false;
  await nextTick();
  useStanding().changed();
  await nextTick();
  expect(refresh).not.toHaveBeenCalled();
  isShown.value = true;
  await nextTick();
  expect(refresh).toHaveBeenCalledTimes(1);
});
