/** The comments on one thing: all threads, or the one that a link leads into, and what one does with them. */
import { onScopeDispose, ref, shallowRef, watch, type InjectionKey } from "vue";
import * as api from "@/api/comments";
import { asProblem, type Problem } from "@/api/problem";
import type { Comment, ThingKind } from "@/api/types";
import { usePaged } from "@/composables/usePaged";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";
import { focusComment } from "./focusComment";
import { linkedThread, threadOf, withMore, withReply, without, type Thread } from "./threads";

const THREADS = 20;
const REPLIES = 100;

/** One form at a time: a reply to a comment, or its new text. */
export interface Writing {
  id: string;
  mode: "reply" | "edit";
  quote: string;
}

export type Comments = ReturnType<typeof useComments>;
export const COMMENTS: InjectionKey<Comments> = Symbol("comments");

export function useComments(kind: ThingKind, id: string, linkedId: () => string) {
  const sort = ref<api.ThreadSort>("thread");
  const linked = shallowRef<Thread | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const writing = shallowRef<Writing | null>(null);
  /** How many more there are than when the thing was read. */
  const added = ref(0);
  const { show } = useToasts();
  const explain = useProblemText();
  const threads = usePaged<Thread>(async (cursor, signal) => {
    const page = await api.listComments(kind, id, { cursor, limit: THREADS, sort: sort.value, signal });
    return { items: page.items.map(threadOf), next: page.next };
  });
  /** Something changed in the one thread that was shown meanwhile. */
  let isStale = false;
  let running = new AbortController();

  /** Reads what is to be shown now. */
  async function begin(): Promise<void> {
    running.abort();
    const own = (running = new AbortController());
    linked.value = problem.value = null;
    if (!linkedId()) return readThreads();
    try {
      linked.value = await readLinked(linkedId(), own.signal);
      await focusComment(linkedId());
    } catch (reason) {
      if (!own.signal.aborted) problem.value = asProblem(reason);
    }
  }

  async function readThreads(): Promise<void> {
    if (threads.state.value === "idle") await threads.more();
    else if (isStale) await threads.refresh();
    isStale = false;
  }

  async function readLinked(comment: string, signal: AbortSignal): Promise<Thread> {
    const below = api.listComments(kind, id, { cursor: null, limit: REPLIES, parent: comment, signal });
    const [context, replies] = await Promise.all([api.getComment(comment, signal), below]);
    return linkedThread(context.parents ?? [], context.comment, replies.items, replies.next);
  }

  async function more(thread: Thread): Promise<void> {
    const { signal } = running;
    await attempt(async () => {
      const page = await api.listComments(kind, id, { cursor: thread.rest, limit: REPLIES, parent: thread.below, signal });
      put({ ...thread, comments: withMore(thread.comments, page.items), rest: page.next });
    }, signal);
  }

  function put(thread: Thread): void {
    if (!linked.value) return threads.replace(thread);
    linked.value = thread;
    isStale = true;
  }

  const holding = (comment: string): Thread | undefined =>
    (linked.value ? [linked.value] : threads.items.value).find(({ comments }) => comments.some(({ id: one }) => one === comment));

  /** Changes the thread that holds this comment, whichever is shown. */
  function inThread(comment: string, change: (comments: readonly Comment[]) => readonly Comment[]): void {
    const thread = holding(comment);
    if (!thread) return;
    const comments = change(thread.comments);
    if (comments.length > 0) return put({ ...thread, comments });
    threads.remove(thread.id);
    linked.value = null;
  }

  const set = (changed: Comment) =>
    inThread(changed.id, (comments) => comments.map((one) => (one.id === changed.id ? changed : one)));

  async function attempt(work: () => Promise<unknown>, signal?: AbortSignal): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (reason) {
      if (!signal?.aborted) show({ text: explain(asProblem(reason)) });
      return false;
    }
  }

  /** Fails as the call does; the form says so and keeps the text. */
  async function send(text: string, parent: string | null, key: string): Promise<void> {
    const made = await api.addComment(kind, id, { text, parent }, key);
    const isKnown = holding(made.id) !== undefined;
    if (parent) inThread(parent, (comments) => withReply(comments, made));
    else if (!isKnown) threads.insert(threadOf(made), sort.value === "newest" ? 0 : threads.items.value.length);
    // The answer to an earlier try was lost on the way; the comment was not.
    if (!isKnown) added.value += 1;
    writing.value = null;
    await focusComment(made.id);
  }

  async function rewrite(comment: Comment, text: string): Promise<void> {
    set(await api.changeComment(comment.id, { text }));
    writing.value = null;
    await focusComment(comment.id);
  }

  const hide = (comment: Comment, hidden: boolean) =>
    attempt(async () => {
      set(await api.changeComment(comment.id, { hidden }));
      added.value += hidden ? -1 : 1;
    });

  async function like(comment: Comment): Promise<void> {
    const liked = !comment.liked;
    set({ ...comment, liked, likes: comment.likes + (liked ? 1 : -1) });
    const isDone = await attempt(async () => {
      const answer = await api.setCommentLiked(comment.id, liked);
      set({ ...comment, liked: answer.liked, likes: answer.count });
    });
    if (!isDone) set(comment);
  }

  /** True when it is gone. */
  async function remove(comment: Comment): Promise<boolean> {
    if (!(await attempt(() => api.deleteComment(comment.id)))) return false;
    inThread(comment.id, (comments) => without(comments, comment));
    if (!comment.hidden) added.value -= 1;
    return true;
  }

  /** As it is now, after what one may do has changed. */
  const reread = () => (linkedId() ? begin() : threads.refresh());

  watch(sort, () => void threads.reset());
  onScopeDispose(() => running.abort());
  return { kind, id, sort, linked, problem, threads, writing, added, begin, more, reread, send, rewrite, hide, like, remove };
}
