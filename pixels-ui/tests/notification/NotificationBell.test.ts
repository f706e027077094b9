import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import type { Session } from "@/api/types";
import NotificationBell from "@/components/notification/NotificationBell.vue";
import { i18n, useLanguage } from "@/locales";
import { useSession } from "@/stores/session";

/** The streams that were opened, how many notifications are unread, how often that was asked. */
const server = { streams: [] as EventTarget[], unread: 0, asked: 0 };
const page = { template: "<i />" };
enableAutoUnmount(afterEach);

beforeEach(async () => {
  Object.assign(server, { streams: [], unread: 0, asked: 0 });
  setActivePinia(createPinia());
  useSession().session = { account: { name: "rut" } } as unknown as Session;
  await useLanguage("en");
  vi.stubGlobal(
    "EventSource",
    class extends EventTarget {
      constructor() {
        super();
        server.streams.push(this);
      }
      close(): void {}
    },
  );
  vi.stubGlobal("fetch", async () => {
    server.asked += 1;
    return Response.json({ items: [], next: null, unread: server.unread });
  });
});

async function placed() {
  const routes = [{ path: "/", component: page }, { path: "/me/notifications", name: "notifications", component: page }];
  const bell = mount(NotificationBell, { global: { plugins: [i18n, createRouter({ history: createMemoryHistory(), routes })] } });
  await flushPromises();
  return bell;
}

test("the bell says how many are unread, also to those who do not see it", async () => {
  server.unread = 3;
  const bell = await placed();
  expect(bell.get("a").attributes("aria-label")).toBe("Notifications, 3 unread");
  expect(bell.get(".bell__count").text()).toBe("3");
  expect(bell.get("[role=status]").text()).toBe("Notifications, 3 unread");
});

test("where nothing is unread there is no number, and of very many only that they are many", async () => {
  expect((await placed()).find(".bell__count").exists()).toBe(false);
  server.unread = 100;
  expect((await placed()).get(".bell__count").text()).toBe("99+");
});

test("several things at once are asked about once", async () => {
  const bell = await placed();
  server.unread = 2;
  const event = () => new MessageEvent("notification", { data: '{"id": "n1", "kind": "like"}' });
  for (let times = 0; times < 3; times += 1) server.streams[0]!.dispatchEvent(event());
  await vi.waitFor(() => expect(bell.find(".bell__count").exists()).toBe(true));
  expect(server.asked).toBe(2);
});

test("whoever logs out is not asked about", async () => {
  await placed();
  useSession().session = { account: null } as unknown as Session;
  await flushPromises();
  expect(server.asked).toBe(1);
});
