/** Waits until somebody has stopped typing: of several calls only the last one is made. */
import { onScopeDispose } from "vue";

export function usePause<Arguments extends unknown[]>(run: (...given: Arguments) => void, milliseconds: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => clearTimeout(timer);
  onScopeDispose(cancel);
  return {
    soon: (...given: Arguments) => {
      cancel();
      timer = setTimeout(() => run(...given), milliseconds);
    },
    cancel,
  };
}
