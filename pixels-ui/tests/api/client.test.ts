import { afterEach, expect, test, vi } from "vitest";
import { address, onLoggedOut, setApiLanguage, setCsrfToken } from "@/api/client";
import { Problem } from "@/api/problem";
import { getImages, listImages } from "@/api/images";
import { changeMe, logOut } from "@/api/session";

function serve(...answers: (Response | Error)[]): Request[] {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(request);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer!;
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test("changes carry the token and the language, reading only the language", async () => {
  setCsrfToken("t0");
  setApiLanguage("sv");
  const asked = serve(Response.json({ name: "anna" }), Response.json({ items: [], next: null }));
  await changeMe({ display_name: "Anna" });
  await listImages({ cursor: null, limit: 30, signal: new AbortController().signal });
  expect(asked.map(({ headers }) => [headers.get("X-CSRFToken"), headers.get("Accept-Language")])).toEqual([
    ["t0", "sv"],
    [null, "sv"],
  ]);
  expect(asked[1]!.url).toMatch(/\/api\/v1\/images\?limit=30$/);
});

test("an empty answer is no mistake", async () => {
  serve(new Response(null, { status: 204 }));
  await expect(logOut()).resolves.toBeUndefined();
});

test("a refusal is thrown as a problem", async () => {
  serve(Response.json({ title: "Forbidden", detail: "No.", request_id: "r9" }, { status: 403 }));
  await expect(logOut()).rejects.toMatchObject({ name: "Problem", status: 403, requestId: "r9" });
});

test("a login that is over is told", async () => {
  let told = 0;
  onLoggedOut(() => (told += 1));
  serve(
    Response.json({ type: "/problems/login-needed" }, { status: 401 }),
    Response.json({ type: "/problems/wrong-login" }, { status: 401 }),
  );
  await expect(logOut()).rejects.toMatchObject({ code: "login-needed" });
  await expect(logOut()).rejects.toMatchObject({ code: "wrong-login" });
  expect(told).toBe(1);
});

test("no answer is a problem without a status", async () => {
  serve(new TypeError("Failed to fetch"));
  const reason: unknown = await logOut().catch((caught: unknown) => caught);
  expect(reason).toBeInstanceOf(Problem);
  expect((reason as Problem).isOffline).toBe(true);
});

test("many images are asked for a hundred at a time", async () => {
  const ids = Array.from({ length: 130 }, (_, at) => `i${at}`);
  const asked = serve(
    Response.json({ items: [{ id: "i0" }], next: null }),
    Response.json({ items: [{ id: "i129" }], next: null }),
  );
  const images = await getImages(ids);
  expect(images.map((image) => image.id)).toEqual(["i0", "i129"]);
  expect(asked.map(({ url }) => new URL(url).searchParams.getAll("ids").length)).toEqual([100, 30]);
});

test("addresses for links carry their query", () => {
  expect(address("/images/a/original", { download: true })).toBe("/api/v1/images/a/original?download=true");
  expect(address("/events")).toBe("/api/v1/events");
});
