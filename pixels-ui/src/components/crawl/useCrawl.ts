/** One search of the web, live: what it has come to, what was found, and what can be done with both. */
import { computed, onScopeDispose, ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { changeCrawl, getCrawl, listCandidates, saveCandidates, type Candidate, type Crawl, type WantedState } from "@/api/crawls";
import { Problem, asProblem } from "@/api/problem";
import { useEvents } from "@/composables/useEvents";
import { useGathering } from "@/composables/useGathering";
import { usePaged } from "@/composables/usePaged";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";
import { isUnderWay } from "./crawlState";

const PAGE = 100;
const GATHER_MS = 400;
/** Where no event comes, as while the connection is away. */
const POLL_MS = 5000;

export function useCrawl(id: string) {
  const { t, n } = useI18n();
  const { show } = useToasts();
  const explain = useProblemText();
  const crawl = shallowRef<Crawl | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const isBusy = ref(false);
  const candidates = usePaged<Candidate>((cursor, signal) => listCandidates(id, { cursor, limit: PAGE, signal }));
  const isWorking = computed(() => {
    const isSaving = candidates.items.value.some(({ state }) => state === "saving");
    return crawl.value !== null && (isUnderWay(crawl.value.state) || isSaving);
  });

  async function load(): Promise<void> {
    try {
      crawl.value = await getCrawl(id);
      problem.value = null;
      await candidates.refresh();
    } catch (reason) {
      const failure = asProblem(reason);
      // What is shown stays while the connection is away: it is asked again.
      if (crawl.value === null || failure.status === 404) problem.value = failure;
    }
  }

  const soon = useGathering(() => void load(), GATHER_MS);
  useEvents("crawl", (told) => told.id === id && soon());
  const polling = setInterval(() => isWorking.value && void load(), POLL_MS);
  const again = () => void load();
  window.addEventListener("online", again);
  onScopeDispose(() => {
    clearInterval(polling);
    window.removeEventListener("online", again);
  });
  void load();

  /** True when it worked; else a notice says why. */
  async function attempt(work: () => Promise<Crawl>): Promise<boolean> {
    isBusy.value = true;
    try {
      crawl.value = await work();
      return true;
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
      return false;
    } finally {
      isBusy.value = false;
      void load();
    }
  }

  const change = (state: WantedState) => attempt(() => changeCrawl(id, state));

  async function save(ids: readonly string[], album: string): Promise<boolean> {
    const isTaken = await attempt(() => saveCandidates(id, ids, album));
    if (isTaken) show({ text: t("crawls.beingSaved", { count: n(ids.length) }, ids.length) });
    return isTaken;
  }

  return { crawl, problem, isBusy, isWorking, candidates, load, change, save };
}
