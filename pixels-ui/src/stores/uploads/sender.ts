/** Sends at most three at a time, in order; when the server asks to wait, all wait and then go on. */
import { Problem } from "@/api/problem";
import type { Image } from "@/api/types";
import { isSendable, randomKey, type UploadItem } from "./item";

const AT_ONCE = 3;
const WAIT_SECONDS = 5;

export interface SenderPorts {
  items: () => UploadItem[];
  send: (item: UploadItem, signal: AbortSignal) => Promise<Image>;
  change: (item: UploadItem, changes: Partial<UploadItem>) => void;
  /** The server asked to wait that long; null: it goes on. */
  wait: (seconds: number | null) => void;
}

export function makeSender({ items, send, change, wait }: SenderPorts) {
  const running = new Map<string, AbortController>();
  let isOn = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function start(): void {
    isOn = true;
    fill();
  }

  function fill(): void {
    if (!isOn || timer) return;
    for (const item of items()) {
      if (running.size >= AT_ONCE) return;
      if (isSendable(item)) void sendOne(item);
    }
    if (running.size === 0) isOn = false;
  }

  async function sendOne(item: UploadItem): Promise<void> {
    const control = new AbortController();
    running.set(item.key, control);
    change(item, { state: "sending", progress: 0, problem: null });
    try {
      const image = await send(item, control.signal);
      change(item, { state: image.duplicate ? "known" : "sent", knownId: image.id, image, progress: 1 });
    } catch (reason) {
      settle(item, control, reason);
    } finally {
      running.delete(item.key);
      fill();
    }
  }

  function settle(item: UploadItem, control: AbortController, reason: unknown): void {
    if (control.signal.aborted) return change(item, { state: "cancelled", progress: 0 });
    if (!(reason instanceof Problem)) throw reason;
    if (reason.status === 429 || reason.status === 503) return rest(item, reason);
    // Without an answer the same key is sent again, so that a picture that did arrive is not stored twice.
    if (reason.isOffline) return change(item, { state: "interrupted", progress: 0 });
    change(item, { state: "refused", progress: 0, problem: reason, idempotencyKey: randomKey() });
  }

  function rest(item: UploadItem, { retryAfter }: Problem): void {
    change(item, { state: "waiting", progress: 0 });
    if (timer) return;
    const seconds = retryAfter ?? WAIT_SECONDS;
    wait(seconds);
    timer = setTimeout(() => {
      timer = null;
      wait(null);
      fill();
    }, seconds * 1000);
  }

  /** Stops one; it can be sent again. */
  function cancel(item: UploadItem): void {
    const control = running.get(item.key);
    if (control) control.abort();
    else if (isSendable(item)) change(item, { state: "cancelled" });
  }

  /** Stops all that is under way; what waits stays waiting. */
  function stop(): void {
    isOn = false;
    if (timer) clearTimeout(timer);
    timer = null;
    wait(null);
    for (const control of running.values()) control.abort();
  }

  return { start, stop, cancel };
}
