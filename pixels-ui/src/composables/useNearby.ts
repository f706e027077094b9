/** Whether an element is in the window or a little beyond it, so that what is costly to show can wait until then. */
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";

const MARGIN = "400px 0px";
const told = new WeakMap<Element, (isNear: boolean) => void>();
let observer: IntersectionObserver | null = null;

function watcher(): IntersectionObserver {
  observer ??= new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => told.get(target)?.(isIntersecting)), {
    rootMargin: MARGIN,
  });
  return observer;
}

export function useNearby(element: Ref<HTMLElement | null>): Ref<boolean> {
  const isNear = ref(false);
  let watched: HTMLElement | null = null;
  onMounted(() => {
    watched = element.value;
    if (!watched) return;
    told.set(watched, (near) => (isNear.value = near));
    watcher().observe(watched);
  });
  onBeforeUnmount(() => watched && observer?.unobserve(watched));
  return isNear;
}
