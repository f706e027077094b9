import { flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test, vi } from "vitest";
import type { Image } from "@/api/types";
import CrawlForm from "@/components/crawl/CrawlForm.vue";
import CrawlProgress from "@/components/crawl/CrawlProgress.vue";
import ProvenanceSection from "@/components/image/ProvenanceSection.vue";
import { i18n, useLanguage } from "@/locales";
import { makeRouter } from "@/router";
import CrawlView from "@/views/CrawlView.vue";

const COUNTS = { pages: 1, found: 2, saved: 0, duplicate: 1, refused: 1, failed: 0 };
const REFUSALS = [{ url: "https://example.org/closed", reason: "The site does not want this to be fetched (robots.txt)." }];
const CRAWL = { id: "w1", kind: "page", url: "https://example.org/a", urls: ["https://example.org/a"], query: null, image: null, words: [], sources: [], licences: [], limit: 100, depth: 0, state: "done", counts: COUNTS, waiting: 0, refusals: REFUSALS };
const found = (id: string, state: string, more = {}) => ({
  id,
  state,
  title: id,
  alt: "",
  author: "",
  licence: null,
  licence_proof: null,
  width: 320,
  height: 240,
  distance: null,
  sources: [],
  page_url: "https://example.org/a",
  image_url: `https://example.org/${id}.jpg`,
  image: null,
  problem: null,
  ...more,
});
const SOURCE = {
  page_url: "https://example.org/a",
  image_url: "https://example.org/a.jpg",
  title: "A cup",
  author: "",
  licence: "CC-BY-4.0",
  licence_proof: { text: "CC BY 4.0", place: "a[1]", href: "https://creativecommons.org/licenses/by/4.0/", sha256: "x", read_at: "2026-05-17T09:00:00Z" },
  fetched_at: "2026-05-17T09:00:00Z",
  bytes_sha256: "y",
  validators: {},
  crawl: "w1",
  hash: "h",
};
const IMAGE = { id: "i1", title: "Mine", owner: { name: "anna", display_name: "Anna" } } as unknown as Image;

const ASKED = [
  { key: "met", name: "The Met", site: "https://www.metmuseum.org/", seen_at: null },
  { key: "pixels-1", name: "pics.example.org", site: "https://pics.example.org/", seen_at: "2026-11-30T10:00:00Z" },
];

/** What the server keeps, and what it was sent. */
const server = { crawl: {} as object, found: [] as object[], sources: [] as object[], isWhole: true, refusal: null as object | null, sent: [] as unknown[] };

beforeEach(async () => {
  Object.assign(server, { crawl: CRAWL, found: [found("a", "found"), found("b", "found"), found("c", "duplicate", { image: "i9" })] });
  Object.assign(server, { sources: [SOURCE], isWhole: true, refusal: null, sent: [] });
  setActivePinia(createPinia());
  await useLanguage("en");
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    if (request.method !== "GET") server.sent.push([request.method, path.replace("/api/v1", ""), await request.json()]);
    if (path.endsWith("/crawls/sources")) return Response.json({ items: ASKED, next: null });
    if (path.endsWith("/provenance")) return Response.json({ sources: server.sources, chain: { length: 1, head: "h", is_whole: server.isWhole } });
    if (path.includes("/images/")) return Response.json({ title: "Not found", type: "/problems/not-found" }, { status: 404 });
    if (server.refusal) return Response.json(server.refusal, { status: 422 });
    return Response.json(path.endsWith("/candidates") ? { items: server.found, next: null } : server.crawl);
  });
});

const opened = async (component: object, props = {}) => {
  const page = mount(component, { props, global: { plugins: [i18n, makeRouter()], stubs: { ConfirmDialog: true } } });
  await flushPromises();
  return page;
};

test("a search begins with an address, how many, and how far", async () => {
  const form = await opened(CrawlForm);
  await form.get("textarea").setValue("example.org");
  await form.get("form").trigger("submit");
  expect(form.get(".err").text()).toContain("https://");
  await form.get("textarea").setValue(" https://example.org/a ");
  await form.get("select").setValue("2");
  await form.get("form").trigger("submit");
  await flushPromises();
  expect(server.sent).toEqual([["POST", "/crawls", { kind: "page", url: "https://example.org/a", limit: 100, depth: 2 }]]);
  expect(form.emitted("begun")).toHaveLength(1);
});

test("several addresses are looked at at once, one a line", async () => {
  const form = await opened(CrawlForm);
  await form.get("textarea").setValue("https://example.org/a\nno address");
  await form.get("form").trigger("submit");
  expect(form.get(".err").text()).toContain("https://");
  await form.get("textarea").setValue("https://example.org/a\n\n https://example.org/b.jpg\n");
  await form.get("form").trigger("submit");
  await flushPromises();
  expect(server.sent).toEqual([["POST", "/crawls", { kind: "page", urls: ["https://example.org/a", "https://example.org/b.jpg"], limit: 100, depth: 0 }]]);
});

test("words are looked for where one is told, under the licences that are wanted", async () => {
  const form = await opened(CrawlForm);
  await form.get("textarea").setValue("blue cup");
  expect(form.text()).toContain("Words are asked of The Met, pics.example.org. Not seen working from here yet: The Met.");
  await form.get("select").setValue("none");
  await form.get("form").trigger("submit");
  await flushPromises();
  expect(server.sent).toEqual([["POST", "/crawls", { kind: "keyword", query: "blue cup", limit: 100, licences: ["CC0", "CC-PDM"] }]]);
});

test("what is like a picture is looked for by words that the server finds", async () => {
  const form = await opened(CrawlForm, { image: "i1" });
  expect(form.find("textarea").exists()).toBe(false);
  await form.get("form").trigger("submit");
  await flushPromises();
  expect(server.sent).toEqual([["POST", "/crawls", { kind: "similar", image: "i1", limit: 100, licences: [] }]]);
});

test("a search by a picture names the words for it, and how far each candidate is", async () => {
  Object.assign(server, { crawl: { ...CRAWL, kind: "similar", url: null, urls: [], image: "i1", words: ["cup", "blue cup"] }, found: [found("a", "found", { distance: 0.0391 }), found("b", "found", { distance: 14.27 })] });
  const page = await opened(CrawlView, { id: "w1" });
  expect(page.get("h1").text()).toBe("Like a picture: cup · blue cup");
  expect(page.findAll(".grid .edge").map((one) => one.text().split(" · ")[0])).toEqual(["Distance 0.04", "Distance 14.3"]);
});

test("a picture that stands at several places names each of them", async () => {
  const place = (host: string, width: number) => ({ page_url: `https://${host}/p`, image_url: `https://${host}/a.jpg`, width, height: 100, licence: null });
  Object.assign(server, { found: [found("a", "found", { sources: [place("one.org", 640), place("two.org", 320)] })] });
  const page = await opened(CrawlView, { id: "w1" });
  expect(page.get(".grid summary").text()).toContain("Found at 2 places");
  expect(page.findAll(".grid details li").map((one) => one.text())).toEqual(["640 × 100 · one.org", "320 × 100 · two.org"]);
});

test("what the server has against the address stands at its field, in the language of the page", async () => {
  await useLanguage("sv");
  server.refusal = { title: "x", type: "/problems/invalid", errors: [{ field: "url", message: "An address begins with https:// or http:// and names a site." }] };
  const form = await opened(CrawlForm);
  await form.get("textarea").setValue("https://example.org:0/");
  await form.get("form").trigger("submit");
  await flushPromises();
  expect(form.get(".err").text()).toBe("En adress börjar med https:// eller http:// och namnger en webbplats.");
});

test("the bar says its parts in words, and what was refused with its reason", async () => {
  const progress = await opened(CrawlProgress, { crawl: CRAWL, busy: false });
  expect(progress.get("[role=img]").attributes("aria-label")).toBe("2 to look at, 1 duplicate, 1 refused");
  expect(progress.get("details li").text()).toContain("robots.txt");
  expect(progress.findAll("button")).toHaveLength(0);
});

test("one under way is paused, one that rests goes on", async () => {
  for (const [state, wanted] of [["running", "paused"], ["paused", "running"]] as const) {
    const progress = await opened(CrawlProgress, { crawl: { ...CRAWL, state }, busy: false });
    await progress.get("button").trigger("click");
    expect(progress.emitted("change")).toEqual([[wanted]]);
  }
});

test("all that are new are selected at once and saved; one's own is only marked", async () => {
  const page = await opened(CrawlView, { id: "w1" });
  expect(page.findAll("li.found").map((one) => one.text())).toEqual([
    expect.stringContaining("licence not stated"),
    expect.anything(),
    expect.stringContaining("In your library"),
  ]);
  await page.get(".actionbar button").trigger("click");
  await page.get(".actionbar .btn--primary").trigger("click");
  await flushPromises();
  expect(server.sent).toEqual([["POST", "/crawls/w1/candidates/save", { ids: ["a", "b"] }]]);
  expect(page.find(".actionbar .btn--primary").exists()).toBe(false);
});

test.each([
  [{ state: "done", counts: { pages: 1 }, refusals: [] }, "No pictures were found"],
  [{ state: "done", counts: { pages: 0, refused: 1 } }, "does not want this to be fetched"],
  [{ state: "running" }, "Looking for pictures"],
  [{ state: "cancelled" }, "Ended before anything was found"],
])("where nothing is found it says why: %o", async (more, words) => {
  Object.assign(server, { crawl: { ...CRAWL, ...more }, found: [] });
  expect((await opened(CrawlView, { id: "w1" })).get(".empty").text()).toContain(words);
});

test("a picture says where it comes from, with the proof, and an unknown author is not its owner", async () => {
  const copied = vi.fn();
  vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: copied } });
  const panel = await opened(ProvenanceSection, { image: IMAGE });
  expect(panel.get("dd a").attributes()).toMatchObject({ href: SOURCE.page_url, rel: "noopener nofollow noreferrer" });
  expect(panel.get("blockquote").text()).toBe("CC BY 4.0");
  expect(panel.text()).toContain("The record is whole");
  await panel.get("button").trigger("click");
  expect(copied.mock.calls).toEqual([["“A cup” by unknown author, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), https://example.org/a"]]);
});

test("a record that was changed is said to be, and without one there is no such part", async () => {
  server.isWhole = false;
  expect((await opened(ProvenanceSection, { image: IMAGE })).text()).toContain("The record was changed");
  server.sources = [];
  expect((await opened(ProvenanceSection, { image: IMAGE })).text()).toBe("");
});
