import { expect, test } from "vitest";
import type { Comment } from "@/api/types";
import { isShown, linkedThread, quotationOf, threadOf, treeOf, withMore, withReply, without, type Branch } from "@/components/comment/threads";

const author = { name: "rut", display_name: "Rut" };

function comment(id: string, parent: string | null, depth: number, replies = 0): Comment {
  return {
    id,
    parent,
    depth,
    replies,
    on: { kind: "image", id: "i" },
    author,
    text: id,
    html: `<p>${id}</p>`,
    likes: 0,
    liked: false,
    created_at: "2026-05-17T09:12:00Z",
    edited_at: null,
    deleted: false,
    hidden: false,
    can: { edit: true, reply: true },
  };
}

const root = comment("a", null, 0, 3);
const flat = [root, comment("b", "a", 1, 1), comment("c", "b", 2), comment("d", "a", 1)];
const ids = (comments: readonly Comment[]) => comments.map(({ id, replies }) => `${id}${replies}`).join(" ");
const drawn = ({ comment: { id }, replies }: Branch): string => (replies.length ? `${id}(${replies.map(drawn).join(" ")})` : id);

test("a list in the order of its thread is a tree", () => {
  expect(drawn(treeOf(flat))).toBe("a(b(c) d)");
});

test("replies that come later stand below what they answer, whatever was written meanwhile", () => {
  const written = withReply(flat, comment("e", "a", 1));
  expect(drawn(treeOf(withMore(written, [comment("d", "a", 1), comment("f", "d", 2)])))).toBe("a(b(c) d(f) e)");
});

test("a reply stands behind the others to the same comment, and all above count it", () => {
  expect(ids(withReply(flat, comment("e", "b", 2)))).toBe("a4 b2 c0 e0 d0");
});

test("a reply that is here already is not added twice", () => {
  expect(withReply(flat, flat[2]!)).toBe(flat);
});

test("a comment without replies goes, and is counted no more", () => {
  expect(ids(without(flat, flat[2]!))).toBe("a2 b0 d0");
});

test("a comment with replies leaves its place, without author, text and anything to do", () => {
  const kept = without(flat, flat[1]!);
  expect(ids(kept)).toBe("a2 b1 c0 d0");
  expect(kept[1]).toMatchObject({ deleted: true, author: null, html: "", can: { edit: false, reply: false } });
  expect(isShown(kept[1]!)).toBe(false);
});

test("an empty place goes with its last reply", () => {
  const kept = without(flat, flat[1]!);
  expect(ids(without(kept, kept[2]!))).toBe("a1 d0");
});

test("a thread of the server comes with its first replies and the cursor of the rest", () => {
  expect(threadOf({ ...root, thread: flat.slice(1), rest: "x" })).toMatchObject({ id: "a", comments: flat, rest: "x", below: "a", deepest: 6 });
});

test("a linked comment stands below its parents, and six depths more are shown below it", () => {
  const thread = linkedThread([root, flat[1]!], flat[2]!, [comment("e", "c", 3)], null);
  expect([thread.id, thread.below, thread.deepest, drawn(treeOf(thread.comments))]).toEqual(["a", "c", 8, "a(b(c(e)))"]);
});

test("a quotation holds what was said, not what was quoted there", () => {
  expect(quotationOf("> before\n\nfirst\n\nsecond")).toBe("> first\n>\n> second\n\n");
});
