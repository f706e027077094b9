import { flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test, vi } from "vitest";
import WebhookSection from "@/components/webhook/WebhookSection.vue";
import { i18n, useLanguage } from "@/locales";

const HOOK = { id: "h1", url: "https://example.org/hook", kinds: ["like"], state: "active", created_at: "2026-05-17T09:00:00Z" };
const SENT = { id: "d1", kind: "like", state: "failed", attempts: 8, status: 500, error: "x", created_at: "2026-05-17T09:00:00Z", next_at: null };

/** What the server keeps, and what it was sent. */
const server = { hooks: [] as object[], log: [] as object[], sent: [] as unknown[] };

beforeEach(async () => {
  Object.assign(server, { hooks: [HOOK], log: [SENT], sent: [] });
  setActivePinia(createPinia());
  await useLanguage("en");
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname.replace(/.*\/me\/webhooks/, "");
    if (request.method !== "GET") server.sent.push([request.method, path, await request.json().catch(() => null)]);
    if (path.endsWith("/replay")) return Response.json({ ...SENT, state: "pending", attempts: 0 }, { status: 202 });
    if (path.endsWith("/deliveries")) return Response.json({ items: server.log, next: null });
    if (request.method === "POST") return Response.json({ ...HOOK, id: "h2", secret: "whsec_abc" }, { status: 201 });
    return Response.json(request.method === "PATCH" ? HOOK : { items: server.hooks, next: null });
  });
});

async function opened() {
  const page = mount(WebhookSection, { global: { plugins: [i18n] } });
  await flushPromises();
  return page;
}
type Page = Awaited<ReturnType<typeof opened>>;

async function press(page: Page, name: string): Promise<void> {
  await page.findAll("button").find((button) => button.text() === name)!.trigger("click");
  await flushPromises();
}

test("the secret of a new webhook is shown once", async () => {
  const page = await opened();
  await press(page, "New webhook");
  await page.get("input[type=url]").setValue("https://example.org/new");
  await page.get("form").trigger("submit");
  await flushPromises();
  expect(server.sent).toEqual([["POST", "", { url: "https://example.org/new", kinds: expect.arrayContaining(["like", "appeal"]) }]]);
  expect(page.text()).toContain("whsec_abc");
  await press(page, "I have kept it");
  expect(page.text()).not.toContain("whsec_abc");
});

test("an address that cannot be asked is not sent", async () => {
  const page = await opened();
  await press(page, "New webhook");
  await page.get("input[type=url]").setValue("ftp://example.org");
  await page.get("form").trigger("submit");
  expect(page.get(".err").text()).toContain("https://");
  expect(server.sent).toEqual([]);
});

test("a switch stops it, and what failed is sent again", async () => {
  const page = await opened();
  await page.get('[aria-label="Send to https://example.org/hook"]').trigger("change");
  await flushPromises();
  await press(page, "Deliveries");
  expect(page.text()).toContain("Failed · 8 attempts · answer 500");
  await press(page, "Send again");
  expect(server.sent).toEqual([
    ["PATCH", "/h1", { active: false }],
    ["POST", "/h1/deliveries/d1/replay", null],
  ]);
  expect(page.text()).toContain("Waiting");
});
