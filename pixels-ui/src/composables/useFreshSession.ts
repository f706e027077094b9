/** Keeps pages true to the session: after a while away it is read again, and a login that is over leads to the log-in page. */
import { onBeforeUnmount, onMounted, watch } from "vue";
import { useRoute, useRouter } from "vue-router";
import { useSession } from "@/stores/session";

const AWAY_MS = 60_000;

export function useFreshSession(): void {
  const route = useRoute();
  const router = useRouter();
  const session = useSession();
  let leftAt = 0;

  function look(): void {
    if (document.hidden) leftAt = Date.now();
    else if (Date.now() - leftAt > AWAY_MS) void session.refreshQuietly();
  }

  watch(
    () => session.isLoggedIn,
    (isLoggedIn) => {
      if (!isLoggedIn && route.meta.needsAccount)
        void router.replace({ name: "login", query: { next: route.fullPath } });
    },
  );
  onMounted(() => document.addEventListener("visibilitychange", look));
  onBeforeUnmount(() => document.removeEventListener("visibilitychange", look));
}
