/** Archives on their way, and what became of those that arrived. It outlives its page, so that sending goes on. */
import { defineStore } from "pinia";
import { computed, shallowReactive, shallowRef } from "vue";
import { beginImport, cancelImport, listImports, type ImportSummary } from "@/api/imports";
import { asProblem, type Problem } from "@/api/problem";
import { sendInPieces } from "@/api/resumable";
import { randomKey } from "./uploads/item";

const SHOWN = 10;

export interface Sending {
  key: string;
  file: File;
  progress: number;
  /** Why it rests; it can be tried again. */
  problem: Problem | null;
  control: AbortController;
}

export type Place = { album: string; privacy: ImportSummary["privacy"] };

export const isArchive = (file: File) => file.type === "application/zip" || file.name.toLowerCase().endsWith(".zip");
export const isUnderWay = ({ state }: Pick<ImportSummary, "state">) => state === "pending" || state === "running";

export const useImports = defineStore("imports", () => {
  const sending = shallowRef<Sending[]>([]);
  const list = shallowRef<ImportSummary[]>([]);
  const isWorking = computed(() => list.value.some(isUnderWay));

  async function send(file: File, place: Place): Promise<void> {
    const one = shallowReactive<Sending>({ key: randomKey(), file, progress: 0, problem: null, control: new AbortController() });
    sending.value = [...sending.value, one];
    await attempt(one, place);
  }

  async function attempt(one: Sending, place: Place): Promise<void> {
    Object.assign(one, { problem: null, control: new AbortController() });
    const options = { signal: one.control.signal, onProgress: (share: number) => (one.progress = share) };
    try {
      await beginImport(await sendInPieces(one.file, { kind: "import" }, options), place.privacy, place.album);
      forget(one);
      await load();
    } catch (reason) {
      if (!one.control.signal.aborted) one.problem = asProblem(reason);
    }
  }

  /** What arrived is kept for a day: the same file goes on from there. */
  function stop(one: Sending): void {
    one.control.abort();
    forget(one);
  }

  function forget(one: Sending): void {
    sending.value = sending.value.filter((other) => other !== one);
  }

  async function load(): Promise<void> {
    list.value = (await listImports(SHOWN)).items;
  }

  async function cancel(id: string): Promise<void> {
    await cancelImport(id);
    await load();
  }

  return { sending, list, isWorking, send, attempt, stop, load, cancel };
});
