/** Sends pictures as a guest, one after the other; each is a row that says what happens with it. */
import { onScopeDispose, reactive, ref } from "vue";
import { asProblem, type Problem } from "@/api/problem";
import { sendAsGuest } from "@/api/guests";
import { randomKey } from "@/stores/uploads/item";

export interface SentFile {
  key: number;
  file: File;
  state: "waits" | "sending" | "sent" | "refused";
  progress: number;
  problem: Problem | null;
  /** What was sent while it is not known whether it came: sent again as it was, it is kept once. */
  attempt: { idempotencyKey: string; name: string } | null;
}

/** Of the file itself: the same file is refused again. */
const NO_PICTURE = [413, 415, 422];

/** Else it may have come all the same, or is being taken in just now. */
const wasRefused = ({ status }: Problem): boolean => status >= 400 && status < 500 && status !== 409;

export const mayTryAgain = ({ state, problem }: SentFile): boolean => state === "refused" && !NO_PICTURE.includes(problem?.status ?? 0);

export function useGuestUpload(token: () => string, name: () => string) {
  const rows = ref<SentFile[]>([]);
  const stop = new AbortController();
  let isRunning = false;
  onScopeDispose(() => stop.abort());

  function add(files: File[]): void {
    for (const file of files) rows.value.push(reactive({ key: rows.value.length, file, state: "waits", progress: 0, problem: null, attempt: null }));
    void run();
  }

  function again(row: SentFile): void {
    row.state = "waits";
    void run();
  }

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let row = next(); row && !stop.signal.aborted; row = next()) await send(row);
    isRunning = false;
  }

  const next = () => rows.value.find(({ state }) => state === "waits");

  async function send(row: SentFile): Promise<void> {
    Object.assign(row, { state: "sending", progress: 0, problem: null });
    try {
      row.attempt ??= { idempotencyKey: randomKey(), name: name() };
      const { idempotencyKey, name: sender } = row.attempt;
      await sendAsGuest(token(), row.file, sender, { idempotencyKey, signal: stop.signal, onProgress: (share) => (row.progress = share) });
      row.state = "sent";
    } catch (reason) {
      if (stop.signal.aborted) return;
      row.problem = asProblem(reason);
      if (wasRefused(row.problem)) row.attempt = null;
      row.state = "refused";
    }
  }

  return { rows, add, again };
}
