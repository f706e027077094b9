import { flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import PushDevices from "@/components/notification/PushDevices.vue";
import { i18n, useLanguage } from "@/locales";

const PHONE = { id: "d1", device: "Firefox, Android", created_at: "2026-05-17T09:00:00Z", is_current: false };
const HERE = { ...PHONE, id: "d2", device: "Chrome, Linux", is_current: true };
const TOLD = { endpoint: "https://push.example/1", keys: { p256dh: "BA", auth: "AA" } };

/** What the server keeps and was sent, and what this browser's push service was asked. */
const server = { items: [] as object[], sent: [] as unknown[] };
const browser = { permission: "default", answer: "granted", options: null as unknown, isSubscribed: false, fails: false };

const subscription = () => ({
  options: { applicationServerKey: Uint8Array.from([4, 255, 254]).buffer },
  toJSON: () => ({ ...TOLD, expirationTime: null }),
  unsubscribe: async () => (browser.isSubscribed = false),
});
const pushManager = {
  getSubscription: async () => (browser.isSubscribed ? subscription() : null),
  subscribe: async (options: unknown) => {
    if (browser.fails) throw new DOMException("no push service", "AbortError");
    Object.assign(browser, { options, isSubscribed: true });
    return subscription();
  },
};
const container = { register: vi.fn(async () => ({})), ready: Promise.resolve({ pushManager }), getRegistration: async () => ({ pushManager }) };

beforeEach(async () => {
  Object.assign(server, { items: [PHONE], sent: [] });
  Object.assign(browser, { permission: "default", answer: "granted", options: null, isSubscribed: false, fails: false });
  setActivePinia(createPinia());
  await useLanguage("en");
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", {
    get permission() {
      return browser.permission;
    },
    requestPermission: async () => (browser.permission = browser.answer),
  });
  Object.defineProperty(navigator, "serviceWorker", { value: container, configurable: true });
  vi.stubGlobal("fetch", async (request: Request) => {
    const id = new URL(request.url).pathname.replace(/.*\/me\/push\/?/, "");
    if (request.method === "GET") return Response.json({ public_key: "BP_-", items: server.items, next: null });
    server.sent.push([request.method, id, await request.json().catch(() => null)]);
    server.items = request.method === "POST" ? [...server.items, HERE] : server.items.filter((one) => (one as typeof HERE).id !== id);
    return request.method === "POST" ? Response.json(HERE) : new Response(null, { status: 204 });
  });
});

afterEach(() => Reflect.deleteProperty(navigator, "serviceWorker"));

async function opened() {
  const page = mount(PushDevices, { props: { modelValue: false }, global: { plugins: [i18n] } });
  await flushPromises();
  return page;
}

async function press(page: Awaited<ReturnType<typeof opened>>): Promise<void> {
  await page.get('[aria-label="Notify this device"]').trigger("change");
  await flushPromises();
}

test("a device is asked only when it is switched on, and told to the server", async () => {
  const page = await opened();
  expect(browser.permission).toBe("default");
  await press(page);
  expect(server.sent).toEqual([["POST", "", TOLD]]);
  expect(browser.options).toEqual({ userVisibleOnly: true, applicationServerKey: "BP_-" });
  await press(page);
  expect(server.sent.at(-1)).toEqual(["DELETE", "d2", null]);
  expect(browser.isSubscribed).toBe(false);
});

test("whoever said no reads how to change that", async () => {
  browser.answer = "denied";
  const page = await opened();
  await press(page);
  expect(server.sent).toEqual([]);
  expect(page.get("[role=status]").text()).toContain("You have forbidden this site");
});

test("a browser without a push service says so", async () => {
  browser.fails = true;
  const page = await opened();
  await press(page);
  expect(page.get("[role=status]").text()).toContain("could not reach its service");
});

test("a browser that cannot says what it takes, and other devices are removed", async () => {
  Reflect.deleteProperty(navigator, "serviceWorker");
  const page = await opened();
  expect(page.get("[role=status]").text()).toContain("begins with https");
  await page.get('[aria-label="Remove Firefox, Android"]').trigger("click");
  await flushPromises();
  expect(server.sent).toEqual([["DELETE", "d1", null]]);
  expect(page.emitted("update:modelValue")).toEqual([[true], [false]]);
});
