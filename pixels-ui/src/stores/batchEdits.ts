/** The edit of many pictures that is under way: begun here or before the page was loaded, followed until its end. */
import { defineStore } from "pinia";
import { computed, shallowRef } from "vue";
import { beginEdit, getEdit, listEdits, undoEdit, type BatchChange, type Chosen } from "@/api/batchEdits";
import { Problem } from "@/api/problem";
import type { BatchEdit } from "@/api/types";
import { useStanding } from "./standing";

const POLL_MS = 1000;
const LATEST = 1;

export const isUnderWay = (edit: BatchEdit) => ["pending", "running", "undoing"].includes(edit.state);

export const useBatchEdits = defineStore("batchEdits", () => {
  const standing = useStanding();
  const current = shallowRef<BatchEdit | null>(null);
  /** The one that came to its end last, while somebody looked on. */
  const ended = shallowRef<BatchEdit | null>(null);
  const isBusy = computed(() => current.value !== null);
  /** Goes up with each answer that was taken, so that one that was asked for before is not. */
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function follow(edit: BatchEdit): void {
    clearTimeout(timer);
    round += 1;
    if (isUnderWay(edit)) {
      current.value = edit;
      timer = setTimeout(() => void look(edit.id), POLL_MS);
      return;
    }
    current.value = null;
    ended.value = edit;
    standing.changed();
  }

  async function look(id: string): Promise<void> {
    if (current.value?.id !== id) return;
    const asked = round;
    try {
      const edit = await getEdit(id);
      if (asked === round) follow(edit);
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      if (reason.status === 404 || reason.status === 401) return forget();
      timer = setTimeout(() => void look(id), POLL_MS);
    }
  }

  function forget(): void {
    clearTimeout(timer);
    round += 1;
    current.value = null;
  }

  const begin = async (chosen: Chosen, change: BatchChange) => follow(await beginEdit(chosen, change));
  const undo = async (id: string) => follow(await undoEdit(id));

  /** After a reload: whether one is under way still. */
  async function resume(): Promise<void> {
    try {
      const [latest] = (await listEdits({ cursor: null, limit: LATEST })).items;
      if (latest && isUnderWay(latest)) follow(latest);
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
    }
  }

  return { current, ended, isBusy, begin, undo, look, resume, forget };
});
