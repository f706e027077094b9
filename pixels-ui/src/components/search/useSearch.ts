/** The search that the address names: its pictures page by page, its total, chips and facets, and how it is changed. */
import { computed, nextTick, ref, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useRoute, useRouter } from "vue-router";
import { searchImages } from "@/api/search";
import type { Chip, Image, SearchAnswer } from "@/api/types";
import { usePaged } from "@/composables/usePaged";
import { useSession } from "@/stores/session";
import { widened, type Offers } from "./offered";
import { useScopeCounts } from "./useScopeCounts";
import { isSame, parametersOf, readQueryString, readState, writeState, type SearchState } from "./searchState";

const PAGE = 60;

export function useSearch() {
  const { t, n } = useI18n();
  const route = useRoute();
  const router = useRouter();
  const session = useSession();
  const state = shallowRef<SearchState>(readState(route.query));
  const answer = shallowRef<SearchAnswer | null>(null);
  const facets = shallowRef<Offers>({});
  const isRenewing = ref(false);
  /** For those who do not see the page: what has been found. */
  const spoken = ref("");
  const list = usePaged<Image>(load);
  const { totals, count: countScopes } = useScopeCounts();

  const count = computed(() => {
    const total = answer.value?.total;
    if (!total) return "";
    return t(total.exact ? "search.count" : "search.aboutCount", { count: n(total.value) }, total.value);
  });

  async function load(cursor: string | null, signal: AbortSignal): Promise<SearchAnswer> {
    // A visitor who got somebody's address of their own pictures sees everyone's.
    const asked: SearchState = session.isLoggedIn ? state.value : { ...state.value, scope: "all" };
    const found = await searchImages(parametersOf(asked), { cursor, limit: PAGE, signal });
    if (cursor === null && !signal.aborted) {
      answer.value = found;
      facets.value = widened(facets.value, found.facets, state.value);
      if (session.isLoggedIn) void countScopes(asked, found.total, signal);
    }
    return found;
  }

  async function renew(said = ""): Promise<void> {
    const asked = state.value;
    isRenewing.value = true;
    await list.renew();
    if (asked !== state.value) return;
    isRenewing.value = false;
    spoken.value = list.state.value === "ready" ? [said, count.value].filter(Boolean).join(" ") : "";
  }

  let said = "";
  // A kept page does not follow addresses that are not its own.
  watch(
    () => (route.name === "search" ? JSON.stringify(writeState(readState(route.query))) : null),
    (address) => {
      const wanted = readState(route.query);
      if (address === null || isSame(wanted, state.value)) return;
      state.value = wanted;
      void renew(said);
      said = "";
    },
  );
  watch(() => session.account?.name, () => void renew());

  /** Makes this the search; the address comes first, so that "back" leads to the one before. */
  async function go(wanted: SearchState): Promise<void> {
    if (isSame(wanted, state.value)) return;
    await router.push({ name: "search", query: writeState(wanted) });
    await nextTick();
    window.scrollTo({ top: 0 });
  }

  function remove(chip: Chip): void {
    said = t("search.removed", { label: chip.label });
    void go(readQueryString(chip.query_without));
  }

  const { items, state: status, problem, isComplete, more, refresh } = list;
  return { wanted: state, answer, facets, totals, count, spoken, isRenewing, items, status, problem, isComplete, more, refresh, renew: () => renew(), go, remove };
}
