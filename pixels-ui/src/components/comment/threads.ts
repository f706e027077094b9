/** A thread as a list in its order, and as a tree. Pure. */
import type { Comment, CommentThread } from "@/api/types";

/** Replies are shown down to this depth; deeper ones by "continue thread". */
export const DEPTH_SHOWN = 6;

export interface Thread {
  /** Of its root. */
  id: string;
  comments: readonly Comment[];
  /** Where the others go on, and below which comment they are. */
  rest: string | null;
  below: string;
  deepest: number;
}

export interface Branch {
  comment: Comment;
  replies: Branch[];
}

export const isShown = (comment: Comment): boolean => comment.author !== null;

export function threadOf({ thread = [], rest = null, ...root }: CommentThread): Thread {
  return { id: root.id, comments: [root, ...thread], rest, below: root.id, deepest: DEPTH_SHOWN };
}

/** From a link: the comment below all that it answers, with what is below it. */
export function linkedThread(parents: readonly Comment[], comment: Comment, replies: readonly Comment[], rest: string | null): Thread {
  const comments = [...parents, comment, ...replies];
  return { id: comments[0]!.id, comments, rest, below: comment.id, deepest: comment.depth + DEPTH_SHOWN };
}

export function treeOf(comments: readonly Comment[]): Branch {
  const [root, ...below] = comments.map((comment): Branch => ({ comment, replies: [] }));
  const known = new Map([[root!.comment.id, root!]]);
  for (const branch of below) {
    (known.get(branch.comment.parent ?? "") ?? root!).replies.push(branch);
    known.set(branch.comment.id, branch);
  }
  return root!;
}

/** With a page more of the list; what is here already stays where it is. */
export function withMore(comments: readonly Comment[], fresh: readonly Comment[]): Comment[] {
  const known = new Set(comments.map(({ id }) => id));
  return [...comments, ...fresh.filter(({ id }) => !known.has(id))];
}

/** With a new reply behind all that answers the same comment. */
export function withReply(comments: readonly Comment[], reply: Comment): readonly Comment[] {
  const at = comments.findIndex(({ id }) => id === reply.parent);
  if (at < 0 || comments.some(({ id }) => id === reply.id)) return comments;
  const next = comments.findIndex(({ depth }, place) => place > at && depth <= comments[at]!.depth);
  const end = next < 0 ? comments.length : next;
  return counted([...comments.slice(0, end), reply, ...comments.slice(end)], reply, 1);
}

/** After a comment was deleted: its place stays while there are replies; empty places without any go too. */
export function without(comments: readonly Comment[], gone: Comment): readonly Comment[] {
  const kept = counted(comments, gone, -1).flatMap((comment) => {
    if (comment.id !== gone.id) return [comment];
    return comment.replies > 0 ? [emptied(comment)] : [];
  });
  const above = idsAbove(comments, gone);
  return kept.filter((comment) => !(above.has(comment.id) && comment.deleted && comment.replies === 0));
}

function emptied(comment: Comment): Comment {
  const can = Object.fromEntries(Object.keys(comment.can).map((name) => [name, false]));
  return { ...comment, author: null, text: "", html: "", likes: 0, liked: false, edited_at: null, deleted: true, hidden: false, can };
}

function counted(comments: readonly Comment[], reply: Comment, by: number): Comment[] {
  const above = idsAbove(comments, reply);
  return comments.map((comment) => (above.has(comment.id) ? { ...comment, replies: comment.replies + by } : comment));
}

function idsAbove(comments: readonly Comment[], comment: Comment): Set<string> {
  const byId = new Map(comments.map((one) => [one.id, one]));
  const above = new Set<string>();
  for (let one = byId.get(comment.parent ?? ""); one && !above.has(one.id); one = byId.get(one.parent ?? "")) above.add(one.id);
  return above;
}

/** What a comment says as a quotation to answer below, without what it quotes itself. */
export function quotationOf(text: string): string {
  const lines = text.split("\n").filter((line) => !line.startsWith(">"));
  return `${lines.join("\n").trim().split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`;
}
