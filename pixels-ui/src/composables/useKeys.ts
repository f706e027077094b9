/** Keys of the page: single letters, sequences ("g e") and combinations ("ctrl+z"); never active in a field. */
import { computed, onActivated, onBeforeUnmount, onDeactivated, onMounted, ref, shallowReactive } from "vue";

export interface KeyBinding {
  /** As `event.key` in lower case: "x", "g e", "ctrl+z", "arrowleft", "?", "delete". */
  keys: string;
  /** Key of the sentence in the list of keys. */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Not listed, or only acts while this holds. */
  when?: () => boolean;
}

const STORED = "pixels.letters";
const SEQUENCE_MS = 1200;
const active = shallowReactive<KeyBinding[]>([]);
const lettersAreOn = ref(localStorage.getItem(STORED) !== "off");
let pressed = "";
let pressedAt = 0;

export const keyList = computed(() => [...active]);

export function useLetters() {
  const set = (isOn: boolean) => {
    lettersAreOn.value = isOn;
    localStorage.setItem(STORED, isOn ? "on" : "off");
  };
  return { lettersAreOn, setLetters: set };
}

/** The bindings hold while the component is shown; the newest wins. */
export function useKeys(bindings: KeyBinding[]): void {
  const remove = () => {
    for (const binding of bindings) {
      const index = active.indexOf(binding);
      if (index >= 0) active.splice(index, 1);
    }
  };
  const add = () => {
    remove();
    active.push(...bindings);
  };
  onMounted(add);
  onActivated(add);
  onDeactivated(remove);
  onBeforeUnmount(remove);
}

export function pressKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || isField(event.target) || isDialogOpen()) return;
  const name = nameOf(event);
  const sequence = event.timeStamp - pressedAt < SEQUENCE_MS ? `${pressed} ${name}` : name;
  const binding = find(sequence) ?? find(name);
  pressed = name;
  pressedAt = event.timeStamp;
  if (!binding || (!lettersAreOn.value && isLetter(binding.keys))) return;
  event.preventDefault();
  pressed = "";
  binding.run(event);
}

function find(keys: string): KeyBinding | undefined {
  return active.findLast((binding) => binding.keys === keys && (binding.when?.() ?? true));
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key;
}

function isLetter(keys: string): boolean {
  return keys.split(" ").every((key) => [...key].length === 1);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function isDialogOpen(): boolean {
  const dialogs = [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')];
  return dialogs.some((dialog) => dialog.checkVisibility?.() ?? false);
}
