import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";

const TOLD = { title: "Bo liked “hill”", body: "", tag: "n1", url: "https://pixels.example/images/1" };
type Listener = (event: object) => void;

/** The worker of a browser with these tabs open, and what it did. */
function started(tabs: string[], answer: () => Response = () => Response.json(TOLD)) {
  const listeners: Record<string, Listener> = {};
  const clients = {
    matchAll: async () => tabs.map((url) => ({ url, focus: async () => did.push(["focus", url]) })),
    openWindow: async (url: string) => did.push(["open", url]),
  };
  const [did, asked]: [unknown[], string[]] = [[], []];
  const registration = { scope: "https://pixels.example/", showNotification: async (...shown: unknown[]) => did.push(shown) };
  const self = { registration, clients, addEventListener: (name: string, listener: Listener) => (listeners[name] = listener) };
  new Function("self", "fetch", readFileSync("public/push-worker.js", "utf-8"))(self, async (url: string) => {
    asked.push(url);
    return answer();
  });
  const happens = async (name: string, event: object) => {
    let done: unknown;
    listeners[name]!({ ...event, waitUntil: (work: unknown) => (done = work) });
    await done;
  };
  return { did, asked, happens };
}

const pressed = () => ({ notification: { close: vi.fn(), data: { url: TOLD.url } } });

test("what is told is read again and shown, in place of what was shown of the same", async () => {
  const worker = started([], () => Response.json({ ...TOLD, title: "Bo liked “mountain”" }));
  await worker.happens("push", { data: { json: () => TOLD } });
  expect(worker.asked).toEqual(["https://pixels.example/api/v1/me/push/notifications/n1"]);
  expect(worker.did).toEqual([["Bo liked “mountain”", { body: "", tag: "n1", data: { url: TOLD.url } }]]);
});

test.each([
  [404, 0],
  [401, 0],
  [503, 1],
])("what came is shown only where the site cannot say anything of it: %i", async (status, shown) => {
  const worker = started([], () => new Response(null, { status }));
  await worker.happens("push", { data: { json: () => TOLD } });
  expect(worker.did).toHaveLength(shown);
});

test("a press brings the tab with that page to the front, and leaves others alone", async () => {
  const worker = started(["https://pixels.example/upload", `${TOLD.url}#comments`]);
  await worker.happens("notificationclick", pressed());
  expect(worker.did).toEqual([["focus", `${TOLD.url}#comments`]]);
  const other = started(["https://pixels.example/upload"]);
  await other.happens("notificationclick", pressed());
  expect(other.did).toEqual([["open", TOLD.url]]);
});
