/** Whether the system asks for less motion; follows it when it changes. */
import { onBeforeUnmount, ref } from "vue";

export function useCalm() {
  const wish = matchMedia("(prefers-reduced-motion: reduce)");
  const isCalm = ref(wish.matches);
  const follow = (): void => {
    isCalm.value = wish.matches;
  };
  wish.addEventListener("change", follow);
  onBeforeUnmount(() => wish.removeEventListener("change", follow));
  return isCalm;
}
