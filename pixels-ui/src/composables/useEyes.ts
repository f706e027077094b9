/** With whose eyes one looks at one's own page: in its address, so that it can be opened again and left by going back. */
import { computed, type WritableComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";
import type { Eyes } from "@/api/types";

export function eyesOf(value: unknown): Eyes | null {
  return value === "follower" || value === "stranger" ? value : null;
}

export function useEyes(): WritableComputedRef<Eyes | null> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => eyesOf(route.query.as),
    set: (as) => void router.push({ query: as ? { as } : {} }),
  });
}
