import { expect, test } from "vitest";
import { newDraft, readDraft, sending } from "@/components/comment/draft";
import { begunName, completed } from "@/components/comment/mentions";

test("the same text is sent with the same key, however often", () => {
  const first = sending(newDraft("hello"));
  expect(sending(first).key).toBe(first.key);
});

test("a text that was changed after it had been sent is another comment", () => {
  const first = sending(newDraft("hello"));
  expect(sending({ ...first, text: "hello again" }).key).not.toBe(first.key);
});

test("a draft is read as it was kept; what cannot be read is none", () => {
  const draft = sending(newDraft("hello"));
  expect([readDraft(JSON.stringify(draft)), readDraft(null), readDraft("{"), readDraft('{"text":1}')]).toEqual([draft, null, null, null]);
});

test("a name is begun by an @ that stands alone, up to the caret", () => {
  const begun = ["@ru", "hi @ru", "rut@example", "hi @ru and", "@", "（@ru"].map((text) => begunName(text, text.length));
  expect([...begun, begunName("@rut", 3)]).toEqual(["ru", "ru", "", "", "", "ru", "ru"]);
});

test("a completed name is followed by one space, and the caret behind it", () => {
  expect(completed("hi @ru there", 6, "rut")).toEqual({ text: "hi @rut there", caret: 8 });
});
