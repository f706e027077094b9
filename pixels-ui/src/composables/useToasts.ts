/** Short notices at the bottom left, with undo; each stays ten seconds, or while pointer or focus is in it. */
import { reactive, readonly } from "vue";

export interface ToastOptions {
  text: string;
  /** What the one button says; with `run` it undoes, or opens what the notice is about. */
  action?: string;
  run?: () => void | Promise<void>;
  /** True when the action undoes something: Ctrl Z presses it too. */
  undoes?: boolean;
  /** `alert` only for lost work. */
  urgent?: boolean;
}

export interface Toast extends ToastOptions {
  id: number;
}

const SHOWN_MS = 10_000;
const toasts = reactive<Toast[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();
let last = 0;

function show(options: ToastOptions): number {
  const toast = { ...options, id: ++last };
  const same = toasts.find((one) => !one.action && !toast.action && one.text === toast.text);
  if (same) dismiss(same.id);
  toasts.push(toast);
  if (toasts.length > 3) dismiss(toasts[0]!.id);
  resume(toast.id);
  return toast.id;
}

function dismiss(id: number): void {
  hold(id);
  const index = toasts.findIndex((toast) => toast.id === id);
  if (index >= 0) toasts.splice(index, 1);
}

/** Keeps the toast while the pointer or the focus is in it. */
function hold(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

function resume(id: number): void {
  hold(id);
  timers.set(
    id,
    setTimeout(() => dismiss(id), SHOWN_MS),
  );
}

async function press(id: number): Promise<void> {
  const toast = toasts.find((one) => one.id === id);
  dismiss(id);
  await toast?.run?.();
}

/** Undoes the newest thing that can be undone; false when there is none. */
function undoLast(): boolean {
  const toast = toasts.findLast((one) => one.undoes);
  if (toast) void press(toast.id);
  return toast !== undefined;
}

export function useToasts() {
  return { toasts: readonly(toasts), show, dismiss, hold, resume, press, undoLast };
}
