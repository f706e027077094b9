import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test, vi } from "vitest";
import { mount } from "@vue/test-utils";
import { useForYou } from "@/components/forYou/useForYou";
import { i18n, useLanguage } from "@/locales";

/** What the server recommends, and what it was told. */
const server = { kinds: ["tag"] as string[], on: true, told: [] as unknown[], fails: false };

beforeEach(async () => {
  Object.assign(server, { kinds: ["tag"], on: true, told: [], fails: false });
  setActivePinia(createPinia());
  await useLanguage("en");
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "GET") {
      const items = server.kinds.map((kind, at) => ({ image: { id: `i${at}` }, reasons: [{ kind, text: "dog", ref: "dog" }] }));
      return Response.json({ items, next: null, on: server.on });
    }
    if (server.fails) throw new TypeError("no connection");
    server.told.push(request.method === "DELETE" ? new URL(request.url).pathname : await request.json());
    return new Response(null, { status: 204 });
  });
});

async function opened() {
  let list!: ReturnType<typeof useForYou>;
  mount({ setup: () => ((list = useForYou()), () => null) }, { global: { plugins: [i18n] } });
  await list.more();
  return list;
}

test("one is unknown as long as everything is only new", async () => {
  server.kinds = ["new", "new"];
  expect((await opened()).isUnknown.value).toBe(true);
  server.kinds = ["new", "tag"];
  expect((await opened()).isUnknown.value).toBe(false);
});

test("while it is off nothing is asked of one", async () => {
  Object.assign(server, { kinds: [], on: false });
  const list = await opened();
  expect([list.isOn.value, list.isUnknown.value]).toEqual([false, false]);
});

test("the last word on a picture counts, and stays in view until the list is read anew", async () => {
  const list = await opened();
  await list.judge("i0", "less");
  await list.judge("i0", "hide");
  expect(server.told).toEqual([{ image: "i0", verdict: "less" }, { image: "i0", verdict: "hide" }]);
  expect([list.verdicts.get("i0"), list.items.value.length]).toEqual(["hide", 1]);
  await list.reset();
  expect(list.verdicts.size).toBe(0);
});

test("what was said can be taken back, and stays where the server did not hear of it", async () => {
  const list = await opened();
  await list.judge("i0", "hide");
  await list.judge("i0", null);
  expect([server.told.at(-1), list.verdicts.size]).toEqual(["/api/v1/recommendations/feedback/i0", 0]);
  await list.judge("i0", "less");
  server.fails = true;
  await list.judge("i0", null);
  expect(list.verdicts.get("i0")).toBe("less");
});

test("what did not reach the server is as it was", async () => {
  const list = await opened();
  await list.judge("i0", "more");
  server.fails = true;
  await list.judge("i0", "hide");
  expect(list.verdicts.get("i0")).toBe("more");
});
