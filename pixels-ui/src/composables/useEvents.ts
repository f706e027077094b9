/** Listens to an event of the server for as long as the component lives; only for people who are logged in. */
import { onScopeDispose, watch } from "vue";
import { listen, type ServerEvents } from "@/api/events";
import { useSession } from "@/stores/session";

export function useEvents<N extends keyof ServerEvents>(name: N, listener: (data: ServerEvents[N]) => void): void {
  const session = useSession();
  let stop: (() => void) | null = null;
  const end = () => {
    stop?.();
    stop = null;
  };
  watch(
    () => session.isLoggedIn,
    (isLoggedIn) => {
      end();
      if (isLoggedIn) stop = listen(name, listener);
    },
    { immediate: true },
  );
  onScopeDispose(end);
}
