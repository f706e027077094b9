import { mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defineComponent, h } from "vue";
import { keyList, pressKey, useKeys, useLetters, type KeyBinding } from "@/composables/useKeys";

let pressed: string[] = [];
const binding = (keys: string, when?: () => boolean): KeyBinding => ({
  keys,
  label: `keys.${keys}`,
  run: () => void pressed.push(keys),
  ...(when ? { when } : {}),
});

function page(...bindings: KeyBinding[]) {
  const component = defineComponent({
    setup() {
      useKeys(bindings);
      return () => h("div", [h("input"), h("button")]);
    },
  });
  return mount(component, { attachTo: document.body });
}

function type(key: string, options: KeyboardEventInit = {}, target: EventTarget = document.body): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options }));
}

beforeEach(() => {
  pressed = [];
  useLetters().setLetters(true);
  window.addEventListener("keydown", pressKey);
});
afterEach(() => window.removeEventListener("keydown", pressKey));

test("single keys, sequences and combinations act", () => {
  const wrapper = page(binding("x"), binding("g e"), binding("ctrl+z"), binding("arrowleft"));
  for (const key of ["x", "g", "e", "ArrowLeft"]) type(key);
  type("z", { ctrlKey: true });
  type("e");
  expect(pressed).toEqual(["x", "g e", "arrowleft", "ctrl+z"]);
  wrapper.unmount();
});

test("nothing acts in a field", () => {
  const wrapper = page(binding("x"));
  type("x", {}, wrapper.get("input").element);
  type("x", {}, wrapper.get("button").element);
  expect(pressed).toEqual(["x"]);
  wrapper.unmount();
});

test("letters can be switched off; other keys go on", () => {
  const wrapper = page(binding("x"), binding("g e"), binding("delete"));
  useLetters().setLetters(false);
  for (const key of ["x", "g", "e", "Delete"]) type(key);
  expect(pressed).toEqual(["delete"]);
  wrapper.unmount();
});

test("a condition is asked at the moment of the press", () => {
  let isAllowed = false;
  const wrapper = page(binding("x", () => isAllowed));
  type("x");
  isAllowed = true;
  type("x");
  expect(pressed).toEqual(["x"]);
  wrapper.unmount();
});

test("keys go with the page that brought them", () => {
  const wrapper = page(binding("x"));
  expect(keyList.value.map((one) => one.keys)).toEqual(["x"]);
  wrapper.unmount();
  type("x");
  expect([pressed, keyList.value]).toEqual([[], []]);
});
