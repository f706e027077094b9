/** Of many calls in a row one is made: so long after the first of them, however many follow. */
import { onScopeDispose } from "vue";

export function useGathering(run: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  onScopeDispose(() => timer !== null && clearTimeout(timer));
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      run();
    }, milliseconds);
  };
}
