import { afterEach, expect, test, vi } from "vitest";
import * as api from "@/api/moderation";
import { Problem } from "@/api/problem";
import { keepReport, keptReports, readKept } from "@/components/moderation/keptReports";
import { placeOf } from "@/components/moderation/places";

vi.mock("@/api/moderation", () => ({ getReport: vi.fn() }));
afterEach(() => localStorage.clear());

test("a browser remembers the last twenty reports, each once", () => {
  for (let number = 0; number < 25; number += 1) keepReport(`r${number}`, "spam", "image", "i");
  keepReport("r24", "spam", "image", "i");
  expect(keptReports().map((one) => one.id)).toEqual(Array.from({ length: 20 }, (_, at) => `r${24 - at}`));
});

test.each(["nonsense", "{}", "null", '[{"id": 1}, null]'])("what others left there (%s) does no harm", (text) => {
  localStorage.setItem("pixels.reports", text);
  expect(keptReports()).toEqual([]);
});

test("what the site does not know any more is left out", async () => {
  keepReport("gone", "spam", "image", "i");
  keepReport("there", "abuse", "person", "bob");
  vi.mocked(api.getReport).mockImplementation(async (id) => {
    if (id === "gone") throw new Problem(404, "Not found", "", "");
    return { id, state: "closed", outcome: "acted", created_at: "2026-01-01T00:00:00Z" };
  });
  const told = await readKept();
  expect(told.map((one) => [one.id, one.outcome, one.subject.id])).toEqual([["there", "acted", "bob"]]);
});

test("only what has a page is led to", () => {
  expect(placeOf("person", "bob")).toEqual({ name: "person", params: { name: "bob" } });
  expect(placeOf("album", "1")).toEqual({ name: "album", params: { id: "1" } });
  expect(placeOf("comment", "1")).toBeNull();
  expect(placeOf("person", "")).toBeNull();
});
