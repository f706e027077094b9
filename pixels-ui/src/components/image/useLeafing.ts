/** To the previous and the next picture of the list one came from, by key, swipe or by itself as a slideshow. */
import { computed, onBeforeUnmount, ref } from "vue";
import { useRouter } from "vue-router";
import { neighboursOf, useTrail } from "@/stores/trail";

const SHOWN_MS = 5000;

/** `home` is where one goes back to from a picture of no list. */
export function useLeafing(id: () => string, home: () => string) {
  const router = useRouter();
  const store = useTrail();
  const ids = computed(() => store.trail.ids);
  const from = computed(() => (store.trail.ids.includes(id()) ? store.trail.from : home()));
  const neighbours = computed(() => neighboursOf(ids.value, id()));
  const isPlaying = ref(false);
  let timer: ReturnType<typeof setInterval> | undefined;

  function go(to: string | null): void {
    if (to) void router.replace({ name: "image", params: { id: to } });
  }
  const previous = () => go(neighbours.value.previous);
  const next = () => go(neighbours.value.next);

  function pause(): void {
    clearInterval(timer);
    isPlaying.value = false;
  }

  /** From the last picture it goes on with the first. */
  function play(): void {
    if (ids.value.length < 2) return;
    isPlaying.value = true;
    timer = setInterval(() => {
      if (document.visibilityState === "visible") go(neighbours.value.next ?? ids.value[0]!);
    }, SHOWN_MS);
  }

  const togglePlaying = () => (isPlaying.value ? pause() : play());
  const leave = () => router.push(from.value);

  onBeforeUnmount(pause);
  return { ids, from, neighbours, isPlaying, previous, next, pause, togglePlaying, leave, forget: store.remove };
}
