import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import RecommendationCard from "@/components/forYou/RecommendationCard.vue";
import type { Recommended } from "@/components/forYou/useForYou";
import { useToasts } from "@/composables/useToasts";
import { i18n, useLanguage } from "@/locales";

const server = { asked: [] as string[], answer: {} as object, status: 201 };
const { toasts, dismiss, press } = useToasts();
const page = { template: "<i />" };
const routes = [
  { path: "/images/:id?", name: "image", component: page },
  { path: "/people/:name", name: "person", component: page },
];
const router = createRouter({ history: createMemoryHistory(), routes });
enableAutoUnmount(afterEach);

beforeEach(async () => {
  Object.assign(server, { asked: [], answer: { id: "own", duplicate: false }, status: 201 });
  setActivePinia(createPinia());
  await useLanguage("en");
  [...toasts].forEach(({ id }) => dismiss(id));
  vi.stubGlobal("fetch", async (request: Request) => {
    server.asked.push(`${request.method} ${new URL(request.url).pathname}`);
    return Response.json(server.answer, { status: server.status });
  });
});

/** What takes the picture of a card into the library, if the server says that one may. */
function button(can: Record<string, boolean>) {
  const image = { id: "i1", title: "Dune", width: 3, height: 2, renditions: {}, colours: [], tags: [], privacy: "public", effective_privacy: "public", sensitivity: "safe", owner: { name: "bo", display_name: "Bo" }, counts: {}, can };
  const item = { id: "i1", image, reasons: [] } as unknown as Recommended;
  const card = mount(RecommendationCard, { props: { item }, global: { plugins: [i18n, router] } });
  return card.find("button[aria-label='Add to my library']");
}

test("one press takes the picture into the library, and the notice opens the copy", async () => {
  await button({ copy: true }).trigger("click");
  await flushPromises();
  expect(server.asked).toEqual(["POST /api/v1/images/i1/copy"]);
  expect(toasts.at(-1)?.text).toBe("The picture is in your library.");
  await press(toasts.at(-1)!.id);
  await flushPromises();
  expect(router.currentRoute.value.params.id).toBe("own");
});

test("where one may not, nothing offers it", () => {
  expect(button({ copy: false, collect: true }).exists()).toBe(false);
});

test("what one has already, and why it cannot be, is told", async () => {
  Object.assign(server, { answer: { id: "own", duplicate: true }, status: 200 });
  await button({ copy: true }).trigger("click");
  await flushPromises();
  expect(toasts.at(-1)?.text).toBe("You have this picture already.");
  Object.assign(server, { answer: { type: "/problems/licence-forbids", title: "No", status: 409 }, status: 409 });
  await button({ copy: true }).trigger("click");
  await flushPromises();
  expect(toasts.at(-1)?.text).toContain("licence of this picture");
});
