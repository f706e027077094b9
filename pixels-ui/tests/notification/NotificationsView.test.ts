import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import type { Notification } from "@/api/notifications";
import type { Session } from "@/api/types";
import { i18n, useLanguage } from "@/locales";
import { useSession } from "@/stores/session";
import { useUnread } from "@/stores/unread";
import NotificationsView from "@/views/NotificationsView.vue";

/** What the server holds, and what it was asked beside reading. */
const server = { items: [] as Notification[], asking: ["dan"], asked: [] as unknown[] };
const page = { template: "<i />" };
enableAutoUnmount(afterEach);

beforeEach(async () => {
  Object.assign(server, { items: [], asking: ["dan"], asked: [] });
  setActivePinia(createPinia());
  useSession().session = { account: { name: "rut" } } as unknown as Session;
  await useLanguage("en");
  vi.stubGlobal("EventSource", class extends EventTarget { close(): void {} });
  vi.stubGlobal("fetch", answer);
});

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method !== "GET") server.asked.push([request.method, pathname.replace("/api/v1", ""), request.method === "POST" ? await request.json() : null]);
  if (request.method === "PUT") return new Response(null, { status: 204 });
  if (pathname.endsWith("/read")) return Response.json({ unread: 0 });
  if (pathname.endsWith("/follow-requests")) return Response.json({ items: server.asking.map((name) => ({ name })), next: null });
  return Response.json({ items: server.items, next: null, unread: server.items.filter((one) => !one.read).length });
}

function note(id: string, more: Partial<Notification> = {}): Notification {
  return {
    id,
    kind: "like",
    actors: [{ name: "dan", display_name: "Dan" }],
    count: 1,
    subject: { kind: "image", id: "i1", title: "hill", alt_text: "", renditions: null },
    detail: null,
    text: null,
    created_at: "2026-05-17T09:12:00Z",
    updated_at: "2026-05-17T09:12:00Z",
    read: false,
    ...more,
  };
}

async function opened(...items: Notification[]) {
  server.items = items;
  const names = ["image", "person", "account", "decisions", "saved"];
  const routes = [{ path: "/", component: page }, ...names.map((name) => ({ path: `/${name}/:id?/:name?`, name, component: page }))];
  const view = mount(NotificationsView, { global: { plugins: [i18n, createRouter({ history: createMemoryHistory(), routes })] }, attachTo: document.body });
  await flushPromises();
  return view;
}

test("who did what is said in a sentence, with those who are not named counted", async () => {
  const actors = [{ name: "bo", display_name: "Bo" }, { name: "mia", display_name: "" }];
  const view = await opened(note("n1", { actors, count: 14 }));
  expect(view.get("article").text()).toContain("Bo, mia and 12 others liked hill");
});

test("all are read until the newest that is on the page", async () => {
  const view = await opened(note("n2", { updated_at: "2026-05-18T09:12:00Z" }), note("n1"));
  expect(useUnread().count).toBe(2);
  await view.get("button").trigger("click");
  await flushPromises();
  expect(server.asked).toEqual([["POST", "/notifications/read", { until: "2026-05-18T09:12:00Z" }]]);
  expect(view.text()).not.toContain("Unread:");
  expect(useUnread().count).toBe(0);
});

test("going to what it is about reads it, once", async () => {
  const view = await opened(note("n1"));
  await view.get("a.say").trigger("click");
  await flushPromises();
  await view.get("a.say").trigger("click");
  await flushPromises();
  expect(server.asked).toEqual([["POST", "/notifications/read", { ids: ["n1"] }]]);
});

test("who still waits to follow is answered there", async () => {
  const view = await opened(note("n1", { kind: "request", subject: null }));
  await view.get('[aria-label="Accept Dan"]').trigger("click");
  await flushPromises();
  expect(server.asked[0]).toEqual(["PUT", "/me/follow-requests/dan", null]);
  expect(view.find('[aria-label="Accept Dan"]').exists()).toBe(false);
});

test("who was answered elsewhere is not asked about again", async () => {
  server.asking = [];
  const view = await opened(note("n1", { kind: "request", subject: null }));
  expect(view.find('[aria-label="Accept Dan"]').exists()).toBe(false);
});

test("what is gone has a placeholder", async () => {
  const view = await opened(note("n1", { kind: "decision", actors: [], count: 0, subject: null }));
  expect(view.get("article").text()).toContain("A moderator made a decision about something that is no longer visible");
});
