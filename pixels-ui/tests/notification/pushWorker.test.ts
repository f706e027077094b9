import { File as NodeFile } from "node:buffer";
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
  const kept: Record<string, Response> = {};
  const caches = { open: async () => ({ put: async (key: string, answer: Response) => (kept[key] = answer) }) };
  const self = { registration, clients, caches, addEventListener: (name: string, listener: Listener) => (listeners[name] = listener) };
  new Function("self", "fetch", readFileSync("public/worker.js", "utf-8"))(self, async (url: string) => {
    asked.push(url);
    return answer();
  });
  /** A form with these files and this text; the files of jsdom cannot be read as a stream. */
  const shares = async (files: NodeFile[], text = "") => {
    const form = { getAll: () => files, get: (name: string) => (name === "text" ? text : null) };
    let answer: Response | undefined;
    const request = { method: "POST", url: "https://pixels.example/share-target", formData: async () => form };
    listeners.fetch!({ request, respondWith: (made: Promise<Response>) => (answer = made as unknown as Response) });
    return (await answer)!.headers.get("Location");
  };
  const happens = async (name: string, event: object) => {
    let done: unknown;
    listeners[name]!({ ...event, waitUntil: (work: unknown) => (done = work) });
    await done;
  };
  return { did, asked, happens, shares, kept };
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

test("files that another app shares wait for the page of uploads, an address leads to the page that looks at others", async () => {
  const { shares, kept } = started([]);
  expect(await shares([new NodeFile(["hill"], "小山.jpg", { type: "image/jpeg" })])).toBe("https://pixels.example/upload");
  const [waiting] = Object.values(kept);
  expect(decodeURIComponent(waiting!.headers.get("X-File-Name")!)).toBe("小山.jpg");
  const led = await shares([], "look: https://example.org/cups?a=1");
  expect(led).toBe("https://pixels.example/me/crawls?url=https%3A%2F%2Fexample.org%2Fcups%3Fa%3D1");
});
