import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { i18n, useLanguage } from "@/locales";
import ShareView from "@/views/ShareView.vue";

const below = { id: "a2", title: "Below", count: 0, albums: 0, cover: null };
const told: Record<string, object> = {
  "/share/tok": { kind: "album", owner: { name: "bo", display_name: "Bo" }, title: "Top", description: "", count: 0, albums: 1, download: true, upload: false, image: null },
  "/share/tok/images": { items: [], next: null },
  "/share/tok/albums": { items: [below], next: null },
  "/share/tok/images?album=a2": { items: [], next: null },
  "/share/tok/albums?album=a2": { items: [], next: null },
  "/share/tok/albums/a2": { ...below, description: "Far down", above: [{ id: "a1", title: "Top" }] },
};
const asked: string[] = [];
enableAutoUnmount(afterEach);

beforeEach(async () => {
  asked.length = 0;
  setActivePinia(createPinia());
  await useLanguage("en");
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    const album = searchParams.get("album");
    const path = pathname.replace("/api/v1", "") + (album ? `?album=${album}` : "");
    asked.push(path);
    return Response.json(told[path] ?? {}, { status: told[path] ? 200 : 404 });
  });
});

async function opened(address: string) {
  const page = { template: "<i />" };
  const routes = [{ path: "/s/:token", name: "share", component: page }, { path: "/", name: "explore", component: page }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(address);
  const view = mount(ShareView, { props: { token: "tok" }, global: { plugins: [i18n, router] } });
  await flushPromises();
  return { view, router };
}

test("an album below is looked into, and back, by one look that is counted", async () => {
  const { view, router } = await opened("/s/tok");
  await view.find("ul[aria-label='Albums below'] a").trigger("click");
  await flushPromises();
  expect([view.find("h1").text(), view.text().includes("Far down")]).toEqual(["Below", true]);
  await view.find("nav a").trigger("click");
  await flushPromises();
  expect([view.find("h1").text(), router.currentRoute.value.fullPath]).toEqual(["Top", "/s/tok"]);
  expect(asked.filter((path) => path === "/share/tok")).toHaveLength(1);
});

test("where files may be had, all there come as one", async () => {
  Object.assign(told["/share/tok/albums/a2"]!, { count: 2 });
  const { view } = await opened("/s/tok?album=a2");
  expect(view.find("a[download]").attributes("href")).toContain("/api/v1/share/tok/zip?album=a2");
  expect((await opened("/s/tok")).view.find("a[download]").exists()).toBe(false);
});

test("an album that the link does not open is as if it were never there", async () => {
  const { view } = await opened("/s/tok?album=other");
  expect(view.find("h1").text()).toBe("This link opens nothing");
});
