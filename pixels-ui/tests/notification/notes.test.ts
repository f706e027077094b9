import { expect, test } from "vitest";
import { byDay, placeOf, whoOf } from "@/components/notification/notes";

const NOW = new Date(2026, 4, 17, 9, 0);
const told = (day: number, hour: number) => ({ updated_at: new Date(2026, 4, day, hour).toISOString() });

test("what happened stands under the day of the reader on which it did", () => {
  const days = byDay([told(17, 0), told(16, 23), told(16, 0), told(15, 23)], NOW);
  expect(days.map(({ day, items }) => [day, items.length])).toEqual([["today", 1], ["yesterday", 2], ["earlier", 1]]);
});

test("days on which nothing happened are left out", () => {
  expect(byDay([told(1, 1)], NOW).map(({ day }) => day)).toEqual(["earlier"]);
  expect(byDay([], NOW)).toEqual([]);
});

test("those who are not named are counted", () => {
  const actors = [{ name: "bo", display_name: "Bo Ek" }, { name: "mia", display_name: "" }];
  expect(whoOf({ actors, count: 14 })).toEqual({ names: ["Bo Ek", "mia"], others: 12 });
  expect(whoOf({ actors, count: 2 }).others).toBe(0);
});

test("a comment is led to at its place, a like at the picture", () => {
  const subject = { kind: "image" as const, id: "i1", title: "hill", alt_text: "", renditions: null };
  expect(placeOf({ kind: "reply", detail: "c1", subject })).toEqual({ name: "image", params: { id: "i1" }, query: { comment: "c1" } });
  expect(placeOf({ kind: "like", detail: null, subject })).toEqual({ name: "image", params: { id: "i1" }, query: {} });
});

test("people and saved searches have their pages; what is gone has none", () => {
  const subject = { kind: "person" as const, id: "bo", title: "Bo", alt_text: "", renditions: null };
  expect(placeOf({ kind: "follow", detail: null, subject })).toEqual({ name: "person", params: { name: "bo" } });
  expect(placeOf({ kind: "hit", detail: null, subject: { ...subject, kind: "search" } })).toEqual({ name: "saved" });
  expect(placeOf({ kind: "decision", detail: "d1", subject: null })).toBeNull();
});
