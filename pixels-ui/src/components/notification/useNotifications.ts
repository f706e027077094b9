/** The list of what one is told: live, read here and on every device, with who waits to be accepted. */
import { computed, ref } from "vue";
import { listNotifications, markRead, type Notification } from "@/api/notifications";
import { acceptRequest, declineRequest, listRequests } from "@/api/people";
import { asProblem } from "@/api/problem";
import { useEvents } from "@/composables/useEvents";
import { usePaged } from "@/composables/usePaged";
import { usePause } from "@/composables/usePause";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";
import { useUnread } from "@/stores/unread";

const PAGE = 30;
const MOST_ASKING = 100;
const WAIT_MS = 200;

export function useNotifications() {
  const { show } = useToasts();
  const explain = useProblemText();
  const unread = useUnread();
  const isBusy = ref(false);
  const asking = ref<ReadonlySet<string>>(new Set());
  const paged = usePaged<Notification>(async (cursor, signal) => {
    const page = await listNotifications({ cursor, limit: PAGE, signal });
    if (cursor === null) unread.count = page.unread;
    if (page.items.some((one) => one.kind === "request")) await readAsking(signal);
    return page;
  });
  const { items, refresh } = paged;
  const { soon } = usePause(() => void refresh(), WAIT_MS);
  useEvents("notification", soon);

  /** Whoever was answered elsewhere does not wait any more. */
  async function readAsking(signal: AbortSignal): Promise<void> {
    const page = await listRequests({ cursor: null, limit: MOST_ASKING, signal });
    asking.value = new Set(page.items.map((one) => one.name));
  }

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    isBusy.value = true;
    try {
      await work();
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
    } finally {
      isBusy.value = false;
    }
  }

  const read = (note: Notification) => (note.read ? Promise.resolve() : mark((one) => one.id === note.id, { ids: [note.id] }));

  /** Not what comes in meanwhile. */
  const readAll = () => {
    const newest = items.value[0]?.updated_at;
    return newest ? mark(() => true, { until: newest }) : Promise.resolve();
  };

  const mark = (which: (note: Notification) => boolean, what: Parameters<typeof markRead>[0]) =>
    attempt(async () => {
      unread.count = (await markRead(what)).unread;
      items.value = items.value.map((one) => (which(one) ? { ...one, read: true } : one));
    });

  const answer = (note: Notification, isYes: boolean) =>
    attempt(async () => {
      const name = note.actors[0]!.name;
      await (isYes ? acceptRequest(name) : declineRequest(name));
      asking.value = new Set([...asking.value].filter((one) => one !== name));
      await read(note);
    });

  const asks = computed(() => (note: Notification) => note.kind === "request" && asking.value.has(note.actors[0]?.name ?? ""));
  return { ...paged, isBusy, asks, read, readAll, answer };
}
