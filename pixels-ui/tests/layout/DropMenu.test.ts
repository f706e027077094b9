import { enableAutoUnmount, mount } from "@vue/test-utils";
import { afterEach, expect, test } from "vitest";
import DropMenu from "@/components/layout/DropMenu.vue";

enableAutoUnmount(afterEach);

/** Presses Escape in the menu; whether a page around it may still take the key for itself. */
function escapes(button: Element): boolean {
  return button.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
}

test("Escape closes an open menu and means nothing else then", async () => {
  const menu = mount(DropMenu, { attachTo: document.body, props: { label: "More" }, slots: { button: "…", default: "<button>Edit</button>" } });
  const button = menu.get("button");
  await button.trigger("click");
  expect([escapes(button.element), escapes(button.element)]).toEqual([false, true]);
  expect(document.activeElement).toBe(button.element);
});
