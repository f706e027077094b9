/** Whether the window is as narrow as a phone's, where panels become sheets; follows it when it is turned. */
import { onScopeDispose, ref } from "vue";

export function useNarrow() {
  const narrow = matchMedia("(max-width: 900px)");
  const isNarrow = ref(narrow.matches);
  const follow = (): void => {
    isNarrow.value = narrow.matches;
  };
  narrow.addEventListener("change", follow);
  onScopeDispose(() => narrow.removeEventListener("change", follow));
  return isNarrow;
}
