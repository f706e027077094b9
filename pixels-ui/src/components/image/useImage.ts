/** One image with what the models saw in it, kept fresh while the server works on it, and what its owner does to it. */
import { ref, shallowRef, watch } from "vue";
import * as api from "@/api/images";
import { asProblem, type Problem } from "@/api/problem";
import type { Classification, Image } from "@/api/types";
import { isInWork, useImageChanges } from "@/composables/useImageChanges";
import { usePrivacyQuestions } from "@/composables/usePrivacyQuestions";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";
import { useStanding } from "@/stores/standing";

export function useImage(id: () => string) {
  const image = shallowRef<Image | null>(null);
  const classification = shallowRef<Classification | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const isBusy = ref(false);
  /** Degrees asked for and not yet drawn by the server. */
  const turning = ref(0);
  /** Goes up when the server has drawn the same address anew. */
  const drawn = ref(0);
  const { show } = useToasts();
  const standing = useStanding();
  const explain = useProblemText();
  const { mayPublish } = usePrivacyQuestions();
  let running = new AbortController();

  async function load(): Promise<void> {
    running.abort();
    const own = (running = new AbortController());
    image.value = classification.value = problem.value = null;
    turning.value = drawn.value = 0;
    try {
      image.value = await api.getImage(id(), own.signal);
      await readClassification(own.signal);
    } catch (reason) {
      if (!own.signal.aborted) problem.value = asProblem(reason);
    }
  }

  async function readClassification(signal?: AbortSignal): Promise<void> {
    if (image.value?.state !== "ready") return;
    classification.value = await api.getClassification(id(), signal);
  }

  async function update([fresh]: Image[]): Promise<void> {
    if (!fresh || fresh.id !== id()) return;
    const isAnew = fresh.understanding !== image.value?.understanding || fresh.state !== image.value.state;
    if (turning.value !== 0) drawn.value += 1;
    turning.value = 0;
    image.value = fresh;
    if (isAnew) await attempt(() => readClassification());
  }

  useImageChanges({
    isShown: (changed) => changed === id() && image.value !== null,
    pending: () => (image.value && (isInWork(image.value) || turning.value !== 0) ? [image.value.id] : []),
    update: (images) => void update(images),
  });
  watch(id, () => void load(), { immediate: true });

  /** True when it worked; else a toast says why. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    isBusy.value = true;
    try {
      await work();
      return true;
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  /** Asks where the server wants to be told that a picture from the web may be public; if not, it stays as it is. */
  async function changed(changes: api.ImageChanges): Promise<Image> {
    try {
      return await api.changeImage(id(), changes);
    } catch (reason) {
      if (asProblem(reason).code !== "licence-asks" || !image.value) throw reason;
      if (!(await mayPublish(id()))) return image.value;
      return await api.changeImage(id(), { ...changes, publish_anyway: true });
    }
  }

  async function save(changes: api.ImageChanges): Promise<void> {
    image.value = await changed(changes);
    if (changes.privacy !== undefined || changes.album !== undefined) standing.changed();
    await readClassification();
  }

  /** Reads it anew without emptying the page. */
  const reread = () =>
    attempt(async () => {
      image.value = await api.getImage(id());
    });

  const change = (changes: api.ImageChanges) => attempt(() => save(changes));

  const rotate = (degrees: api.QuarterTurn) =>
    attempt(async () => {
      await api.rotateImage(id(), degrees);
      turning.value += degrees === 270 ? -90 : degrees;
    });

  const understandAgain = () =>
    attempt(async () => {
      classification.value = await api.understandAgain(id());
      if (image.value) image.value = { ...image.value, understanding: "pending" };
    });

  return { image, classification, problem, isBusy, turning, drawn, load, save, change, reread, rotate, understandAgain };
}
