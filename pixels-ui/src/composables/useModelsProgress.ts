/** How far the models are, asked again every few seconds while they are getting ready and the page is seen. */
import { computed, onScopeDispose, watch } from "vue";
import { Problem } from "@/api/problem";
import { useSession } from "@/stores/session";

const EVERY_MS = 4000;

export function useModelsProgress() {
  const session = useSession();
  const models = computed(() => session.site?.models ?? null);
  let timer: ReturnType<typeof setInterval> | undefined;

  async function ask(): Promise<void> {
    if (document.hidden) return;
    try {
      await session.refresh();
    } catch (reason) {
      // The server may be restarting; the next try comes by itself.
      if (!(reason instanceof Problem)) throw reason;
    }
  }

  watch(
    () => models.value?.state,
    (state) => {
      clearInterval(timer);
      if (state === "preparing") timer = setInterval(() => void ask(), EVERY_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearInterval(timer));
  return models;
}
