import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import type { Comment, CommentThread, Session } from "@/api/types";
import CommentsSection from "@/components/comment/CommentsSection.vue";
import { i18n, useLanguage } from "@/locales";
import { useSession } from "@/stores/session";

/** What the server holds, and what it was asked. */
const server = { items: [] as CommentThread[], asked: [] as { method: string; path: string; key: string | null; body: unknown }[], fails: false, made: null as Comment | null };
const page = { template: "<i />" };
enableAutoUnmount(afterEach);

beforeEach(async () => {
  localStorage.clear();
  Object.assign(server, { items: [], asked: [], fails: false, made: null });
  setActivePinia(createPinia());
  useSession().session = { account: { name: "rut" } } as unknown as Session;
  await useLanguage("en");
  Element.prototype.scrollIntoView = () => undefined;
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(private readonly tell: (entries: object[]) => void) {}
      observe(target: Element): void {
        this.tell([{ target, isIntersecting: true }]);
      }
      unobserve(): void {}
    },
  );
  vi.stubGlobal("fetch", answer);
});

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const body: unknown = request.method === "GET" ? null : await request.json();
  server.asked.push({ method: request.method, path: pathname, key: request.headers.get("Idempotency-Key"), body });
  if (server.fails) throw new TypeError("no connection");
  if (pathname.endsWith("/people")) return Response.json({ items: [{ name: "bo", display_name: "Bo" }, { name: "bodil", display_name: "" }], next: null });
  if (request.method === "POST" && server.made) return Response.json(server.made, { status: 201 });
  if (request.method === "POST") return Response.json(comment(`new${server.asked.length}`, body as Partial<Comment>), { status: 201 });
  if (pathname.endsWith("/comments/c2")) return Response.json({ comment: comment("c2", { parent: "c1", depth: 1 }), parents: [comment("c1", { replies: 1 })] });
  const isBelow = new URL(request.url).searchParams.has("parent");
  return Response.json({ items: isBelow ? [] : server.items, next: null });
}

function comment(id: string, more: Partial<Comment> = {}): Comment {
  return {
    id,
    on: { kind: "image", id: "i1" },
    author: { name: "bo", display_name: "Bo" },
    text: id,
    html: `<p>says ${id}</p>`,
    parent: null,
    depth: 0,
    replies: 0,
    likes: 0,
    liked: false,
    created_at: "2026-05-17T09:12:00Z",
    edited_at: null,
    deleted: false,
    hidden: false,
    can: { reply: true, like: true, edit: true, delete: true },
    ...more,
  };
}

async function shown(query = "") {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: "/images/:id", name: "image", component: page },
      { path: "/people/:name", name: "person", component: page },
      { path: "/login", name: "login", component: page },
    ],
  });
  await router.push(`/images/i1${query}`);
  const thing = { id: "i1", can: { comment: true }, comments_closed: false, counts: { comments: server.items.length } };
  const section = mount(CommentsSection, { attachTo: document.body, props: { kind: "image", thing }, global: { plugins: [i18n, router] } });
  await flushPromises();
  return section;
}

const posts = () => server.asked.filter(({ method }) => method === "POST");

async function write(section: Awaited<ReturnType<typeof shown>>, text: string): Promise<void> {
  await section.get("textarea").setValue(text);
  await section.get("form").trigger("submit");
  await flushPromises();
}

test("a thread is nested lists of named comments", async () => {
  server.items = [{ ...comment("c1", { replies: 1 }), thread: [comment("c2", { parent: "c1", depth: 1 })] }];
  const section = await shown();
  const [first, second] = section.findAll("article");
  expect(first!.attributes("aria-label")).toMatch(/^Comment by Bo, .+ ago/);
  expect(second!.element.parentElement?.parentElement?.closest("li")?.querySelector("article")).toBe(first!.element);
});

test("below the sixth depth the thread goes on behind a link", async () => {
  const chain = Array.from({ length: 9 }, (_, at) => comment(`c${at}`, { depth: at, parent: at ? `c${at - 1}` : null, replies: 8 - at }));
  server.items = [{ ...chain[0]!, thread: chain.slice(1) }];
  const section = await shown();
  expect(section.findAll("article").map(({ element }) => element.id)).toEqual(chain.slice(0, 7).map(({ id }) => `comment-${id}`));
  expect(section.get("a[href='/images/i1?comment=c6']:not([aria-label])").text()).toBe("Continue thread, 2 more replies");
});

test("a link to a reply shows it below its parents and has the focus", async () => {
  const section = await shown("?comment=c2");
  expect(section.findAll("article").map(({ element }) => element.id)).toEqual(["comment-c1", "comment-c2"]);
  expect(document.activeElement?.id).toBe("comment-c2");
});

test("what was sent is shown, has the focus, and leaves no draft", async () => {
  const section = await shown();
  await write(section, "what a view");
  expect([document.activeElement?.id, section.get("textarea").element.value, localStorage.length]).toEqual(["comment-new2", "", 0]);
});

test("a failure keeps the text, and sending it again has the same key", async () => {
  const section = await shown();
  server.fails = true;
  await write(section, "what a view");
  expect(section.get("[role=alert]").text()).toContain("It was not sent");
  section.unmount();
  const again = await shown();
  expect(again.get("textarea").element.value).toBe("what a view");
  server.fails = false;
  await again.get("form").trigger("submit");
  await flushPromises();
  const [first, second] = posts().map(({ key }) => key);
  expect([first === second, first?.length]).toEqual([true, 32]);
});

test("what had arrived before its answer was lost is shown and counted once", async () => {
  server.made = comment("c1", { replies: 1 });
  server.items = [{ ...server.made, thread: [comment("c2", { parent: "c1", depth: 1 })] }];
  const section = await shown();
  await write(section, "c1");
  expect([section.findAll("article").length, section.get("h2").text()]).toEqual([2, "1 comment"]);
});

test("sent twice at once it is one call", async () => {
  const section = await shown();
  await section.get("textarea").setValue("hello");
  await Promise.all([section.get("form").trigger("submit"), section.get("form").trigger("submit")]);
  await flushPromises();
  expect(posts()).toHaveLength(1);
});

test("a quotation is put below what was begun", async () => {
  server.items = [{ ...comment("c1"), thread: [] }];
  const section = await shown();
  await section.get("[aria-label='Reply to Bo']").trigger("click");
  await flushPromises();
  await section.get("article textarea").setValue("I think");
  await section.get("[aria-label='Quote Bo']").trigger("click");
  await flushPromises();
  expect(section.get<HTMLTextAreaElement>("article textarea").element.value).toBe("I think\n\n> c1\n\n");
});

test("a deleted comment is said to be so and offers nothing", async () => {
  const gone = comment("c1", { author: null, html: "", deleted: true, replies: 1, can: {} });
  server.items = [{ ...gone, thread: [comment("c2", { parent: "c1", depth: 1 })] }];
  const first = (await shown()).get("article");
  expect([first.text(), first.findAll("button").length]).toEqual(["The comment was deleted by its author. The replies remain.", 0]);
});

test("visitors are asked to log in", async () => {
  useSession().session = { account: null } as unknown as Session;
  const section = await shown();
  expect([section.find("form").exists(), section.get("a[href^='/login']").text()]).toEqual([false, "Log in to comment"]);
});

test("while a name is typed the field is a combobox, and Enter takes the person that the arrows chose", async () => {
  const section = await shown();
  const field = section.get("textarea");
  await field.setValue("look @bo");
  await vi.waitFor(() => expect(section.findAll("[role=option]")).toHaveLength(2));
  await field.trigger("keydown", { key: "ArrowDown" });
  const chosen = section.get("[role=option][aria-selected=true]");
  expect(field.attributes()).toMatchObject({ role: "combobox", "aria-expanded": "true", "aria-activedescendant": chosen.attributes("id") });
  expect(chosen.text()).toContain("@bodil");
  await field.trigger("keydown", { key: "Enter" });
  expect([field.element.value, field.attributes("role")]).toEqual(["look @bodil ", undefined]);
});
