/** The tray of pictures to send. It outlives its page, so that sending goes on while one looks at something else. */
import { defineStore } from "pinia";
import { computed, ref, shallowReactive, shallowRef, watch } from "vue";
import { findKnown, sendImage, type UploadFields } from "@/api/upload";
import { comesInPieces, sendLargeImage } from "@/api/resumable";
import type { Image } from "@/api/types";
import { Problem } from "@/api/problem";
import { makeInspector, type Inspected, type Inspector } from "./inspect";
import { canRetry, EMPTY_FIELDS, fieldsOf, isFailed, makeItem, type UploadItem } from "./item";
import { makeSender } from "./sender";
import { totalsOf } from "./totals";

const KNOWN_PER_CALL = 200;
const KNOWN_DELAY_MS = 250;
const ROWS_AT_ONCE = 40;

export const useUploads = defineStore("uploads", () => {
  const items = shallowRef<UploadItem[]>([]);
  const batch = ref<UploadFields>({ ...EMPTY_FIELDS });
  const waitSeconds = ref<number | null>(null);
  const totals = computed(() => totalsOf(items.value));
  const isSending = computed(() => totals.value.sending > 0 || waitSeconds.value !== null);

  let inspector: Inspector | null = null;
  let unasked: UploadItem[] = [];
  let asking: ReturnType<typeof setTimeout> | null = null;

  const sender = makeSender({
    items: () => items.value,
    send: sendItem,
    change: (item, changes) => Object.assign(item, changes),
    wait: (seconds) => (waitSeconds.value = seconds),
  });

  function sendItem(item: UploadItem, signal: AbortSignal): Promise<Image> {
    const fields = fieldsOf(item, batch.value, items.value.indexOf(item) + 1);
    const onProgress = (share: number) => (item.progress = share);
    if (comesInPieces(item.file)) return sendLargeImage(item.file, fields, { signal, onProgress });
    return sendImage(item.file, fields, { idempotencyKey: item.idempotencyKey, signal, onProgress });
  }

  /** Some at a time, so that hundreds of rows do not hold up the page. */
  async function add(files: readonly File[]): Promise<void> {
    inspector ??= makeInspector(inspected);
    for (let start = 0; start < files.length; start += ROWS_AT_ONCE) {
      if (start > 0) await new Promise((resolve) => setTimeout(resolve));
      const fresh = files.slice(start, start + ROWS_AT_ONCE).map((file) => shallowReactive(makeItem(file)));
      items.value = [...items.value, ...fresh];
      inspector.add(fresh);
    }
  }

  function inspected({ key, sha256, preview }: Inspected): void {
    const item = items.value.find((one) => one.key === key);
    if (!item) return;
    item.isInspected = true;
    item.sha256 = sha256;
    item.preview = preview ? URL.createObjectURL(preview) : null;
    if (sha256) unasked.push(item);
    asking ??= setTimeout(() => void askKnown(), KNOWN_DELAY_MS);
  }

  /** Which of the newly read files are in the library already; without an answer the server finds out when they arrive. */
  async function askKnown(): Promise<void> {
    asking = null;
    const part = unasked.splice(0, KNOWN_PER_CALL);
    if (part.length === 0) return;
    try {
      const known = await findKnown(part.map((item) => item.sha256!));
      for (const item of part) if (item.state === "waiting") mark(item, known[item.sha256!]);
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
    }
    if (unasked.length > 0) await askKnown();
  }

  function mark(item: UploadItem, id: string | undefined): void {
    if (id) Object.assign(item, { knownId: id, state: "known" });
  }

  function remove(item: UploadItem): void {
    sender.cancel(item);
    inspector?.drop(item.key);
    forget(item);
    items.value = items.value.filter((one) => one !== item);
  }

  /** Empties the tray of what needs nothing more. */
  function clearDone(): void {
    const done = items.value.filter((item) => item.state === "sent" || item.state === "known");
    done.forEach(forget);
    items.value = items.value.filter((item) => !done.includes(item));
  }

  function forget(item: UploadItem): void {
    if (item.preview) URL.revokeObjectURL(item.preview);
  }

  function retry(which: UploadItem[]): void {
    for (const item of which) if (canRetry(item)) item.state = "waiting";
    sender.start();
  }

  function update(images: readonly Image[]): void {
    const byId = new Map(images.map((image) => [image.id, image]));
    for (const item of items.value) {
      const image = item.image && byId.get(item.image.id);
      if (image) item.image = image;
    }
  }

  function retryInterrupted(): void {
    const interrupted = items.value.filter((item) => item.state === "interrupted");
    if (interrupted.length > 0) retry(interrupted);
  }

  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  watch(isSending, (sending) => {
    if (sending) window.addEventListener("beforeunload", warn);
    else window.removeEventListener("beforeunload", warn);
  });
  window.addEventListener("online", retryInterrupted);

  return {
    items,
    batch,
    totals,
    isSending,
    waitSeconds,
    add,
    remove,
    clearDone,
    update,
    start: sender.start,
    stop: sender.stop,
    cancel: sender.cancel,
    retry,
    retryFailed: () => retry(items.value.filter(isFailed)),
    retryAll: () => retry(items.value.filter(canRetry)),
  };
});
