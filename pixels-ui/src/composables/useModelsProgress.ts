/** How far the models are, asked again every few seconds while they are getting ready and the page is seen. */
import { computed, onScopeDispose, watch } from "vue";
import { useSession } from "@/stores/session";

const EVERY_MS = 4000;

export function useModelsProgress() {
  const session = useSession();
  const models = computed(() => session.site?.models ?? null);
  let timer: ReturnType<typeof setInterval> | undefined;

  function ask(): void {
    if (!document.hidden) void session.refreshQuietly();
  }

  watch(
    () => models.value?.state,
    (state) => {
      clearInterval(timer);
      if (state === "preparing") timer = setInterval(ask, EVERY_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearInterval(timer));
  return models;
}
