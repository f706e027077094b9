import { flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import NotificationSettings from "@/components/notification/NotificationSettings.vue";
import { OCCASIONS } from "@/api/notifications";
import { i18n, useLanguage } from "@/locales";

/** What the server keeps, and what was changed. */
const server = { digest: "off", kinds: {} as object, muted_albums: [] as object[], devices: [] as object[], changed: [] as unknown[] };

beforeEach(async () => {
  const kinds = Object.fromEntries(OCCASIONS.map((kind) => [kind, { app: true, mail: false, push: true }]));
  Object.assign(server, { digest: "off", kinds, muted_albums: [], devices: [], changed: [] });
  setActivePinia(createPinia());
  await useLanguage("en");
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.url.includes("/me/push")) return Response.json({ public_key: "BA", items: server.devices, next: null });
    if (request.url.includes("/albums")) return Response.json({ items: [], next: null });
    if (request.method === "PATCH") {
      const change = (await request.json()) as object;
      server.changed.push(change);
      if ("digest" in change) Object.assign(server, change);
    }
    const { digest, kinds: said, muted_albums } = server;
    return Response.json({ digest, kinds: said, muted_albums });
  });
});

async function opened() {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:id?", name: "album", component: { template: "<i />" } }] });
  const page = mount(NotificationSettings, { global: { plugins: [i18n, router] } });
  await flushPromises();
  return page;
}

test("only the way that was switched is changed", async () => {
  const page = await opened();
  await page.get('[aria-label="Likes"]').trigger("change");
  await flushPromises();
  expect(server.changed).toEqual([{ kinds: { like: { app: false } } }]);
});

test("what goes into the mails is asked only of whoever wants mails", async () => {
  const page = await opened();
  expect(page.find('[aria-label="By mail: Likes"]').exists()).toBe(false);
  await page.findAll(".often button")[2]!.trigger("click");
  await flushPromises();
  expect(server.changed).toEqual([{ digest: "daily" }]);
  await page.get('[aria-label="By mail: Likes"]').trigger("change");
  await flushPromises();
  expect(server.changed.at(-1)).toEqual({ kinds: { like: { mail: true } } });
});

test("what devices show is asked only of whoever has one", async () => {
  server.devices = [{ id: "d1", device: "Firefox, Linux", created_at: "2026-05-17T09:00:00Z", is_current: false }];
  const page = await opened();
  await page.get('[aria-label="On devices: Likes"]').trigger("change");
  await flushPromises();
  expect(server.changed).toEqual([{ kinds: { like: { push: false } } }]);
});

test("an album that is told of again is taken out of the quiet ones", async () => {
  server.muted_albums = [{ id: "a1", title: "Slopes" }, { id: "a2", title: "Peaks" }];
  const page = await opened();
  await page.get('[aria-label="Tell me of Slopes again"]').trigger("click");
  await flushPromises();
  expect(server.changed).toEqual([{ muted_albums: ["a2"] }]);
});
