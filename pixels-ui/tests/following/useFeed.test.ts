import { flushPromises } from "@vue/test-utils";
import { beforeEach, expect, test, vi } from "vitest";
import { effectScope } from "vue";
import { partsAt, useFeed } from "@/components/following/useFeed";

const at = (hour: number) => `2026-05-17T${String(hour).padStart(2, "0")}:00:00Z`;
const card = (hour: number) => ({ image: { id: `i${hour}`, created_at: at(hour) }, reasons: [] });
/** What the server tells, and until when it was told that all was seen. */
const server = { items: [] as object[], seen_until: null as string | null, seen: [] as string[], fails: false };

beforeEach(() => {
  Object.assign(server, { items: [], seen_until: null, seen: [], fails: false });
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "GET") return Response.json({ items: server.items, next: null, seen_until: server.seen_until });
    if (server.fails) throw new TypeError("no connection");
    const { until } = (await request.json()) as { until: string };
    server.seen.push(until);
    return Response.json({ seen_until: until });
  });
});

async function opened() {
  const feed = effectScope().run(useFeed)!;
  await feed.more();
  return feed;
}

test("the line stands behind what was added since it", () => {
  const { fresh, older } = partsAt([card(9), card(8), card(7)], at(8));
  expect([fresh.length, older.length]).toEqual([1, 2]);
});

test("without a line all is new, and with one after all of it nothing", () => {
  expect(partsAt([card(9), card(8)], null).fresh).toHaveLength(2);
  expect(partsAt([card(9), card(8)], at(10)).fresh).toEqual([]);
});

test("having seen the new ones moves the line on for the next visit, not under the reader's eyes", async () => {
  Object.assign(server, { items: [card(9), card(8)], seen_until: at(8) });
  const feed = await opened();
  await feed.see();
  await feed.see();
  expect(server.seen).toEqual([at(9)]);
  expect(feed.parts.value.fresh).toHaveLength(1);
});

test("where nothing is new there is nothing to tell", async () => {
  Object.assign(server, { items: [card(9)], seen_until: at(9) });
  await (await opened()).see();
  await (await opened()).see();
  expect(server.seen).toEqual([]);
});

test("what did not reach the server is told again", async () => {
  Object.assign(server, { items: [card(9)], fails: true });
  const feed = await opened();
  await feed.see();
  server.fails = false;
  await feed.see();
  await flushPromises();
  expect(server.seen).toEqual([at(9)]);
});
