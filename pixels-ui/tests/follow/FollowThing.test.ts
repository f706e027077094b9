import { flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test, vi } from "vitest";
import FollowThing from "@/components/follow/FollowThing.vue";
import { useToasts } from "@/composables/useToasts";
import { i18n, useLanguage } from "@/locales";

/** Which tags the server says are followed, and what it was asked. */
const server = { followed: new Set<string>(), asked: [] as string[], fails: false };

beforeEach(async () => {
  Object.assign(server, { followed: new Set(), asked: [], fails: false });
  setActivePinia(createPinia());
  await useLanguage("en");
  vi.stubGlobal("fetch", async ({ url, method }: Request) => {
    const path = decodeURIComponent(new URL(url).pathname).replace("/api/v1", "");
    server.asked.push(`${method} ${path}`);
    if (server.fails) throw new TypeError("no connection");
    if (method === "PUT") server.followed.add(path);
    if (method === "DELETE") server.followed.delete(path);
    return Response.json({ following: server.followed.has(path) });
  });
});

async function placed(kind: "tag" | "album", id: string, named = false) {
  const page = mount(FollowThing, { props: { kind, id, label: "pit bull", named }, global: { plugins: [i18n] } });
  await flushPromises();
  return page;
}

test("a tag is followed and followed no more", async () => {
  const page = await placed("tag", "pit-bull", true);
  expect(page.get("button").text()).toBe("Follow pit bull");
  await page.get("button").trigger("click");
  await flushPromises();
  expect(page.get("button").text()).toBe("Unfollow pit bull");
  await page.get("button").trigger("click");
  await flushPromises();
  expect(page.get("button").text()).toBe("Follow pit bull");
  expect(server.asked).toEqual(["GET /tags/pit-bull/follow", "PUT /tags/pit-bull/follow", "DELETE /tags/pit-bull/follow"]);
});

test("the button of an album is short but says its name to those who do not see it", async () => {
  server.followed.add("/albums/a1/follow");
  const button = (await placed("album", "a1")).get("button");
  expect(button.text()).toBe("Unfollow");
  expect(button.attributes("aria-label")).toBe("Unfollow pit bull");
});

test("another thing is asked for anew", async () => {
  server.followed.add("/tags/cat/follow");
  const page = await placed("tag", "dog");
  await page.setProps({ id: "cat", label: "cat" });
  await flushPromises();
  expect(page.get("button").text()).toBe("Unfollow");
});

test("nothing is there to press while it is not known", async () => {
  server.fails = true;
  expect((await placed("tag", "dog")).find("button").exists()).toBe(false);
});

test("what does not go through is told and changes nothing", async () => {
  const page = await placed("tag", "dog");
  server.fails = true;
  await page.get("button").trigger("click");
  await flushPromises();
  expect(page.get("button").text()).toBe("Follow");
  expect(useToasts().toasts.at(-1)?.text).toContain("server");
});
