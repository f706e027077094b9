import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { h } from "vue";
import JustifiedGrid from "@/components/picture/JustifiedGrid.vue";

const MANY = Array.from({ length: 10_000 }, (_, at) => ({ id: `p${at}`, width: 600 + (at % 5) * 200, height: 800 }));
let top = 0;

beforeEach(() => {
  top = 0;
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(() => new DOMRect(0, top, 1400, 0));
});
afterEach(() => vi.restoreAllMocks());

function grid(items: typeof MANY, size: "S" | "M" | "L" = "M") {
  return mount(JustifiedGrid, {
    attachTo: document.body,
    props: { sections: [{ key: "all", items }], label: "Pictures", size },
    slots: { default: ({ item }: { item: { id: string } }) => h("a", { href: "#", id: item.id }, item.id) },
  });
}

async function scrollTo(position: number): Promise<void> {
  top = -position;
  window.dispatchEvent(new Event("scroll"));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await flushPromises();
}

test.each(["S", "M", "L"] as const)(
  "ten thousand pictures of size %s keep at most a hundred in the page",
  async (size) => {
    const wrapper = grid(MANY, size);
    await flushPromises();
    for (const position of [0, 5_000, 200_000]) {
      await scrollTo(position);
      const shown = wrapper.findAll("li").length;
      expect(shown).toBeGreaterThan(4);
      expect(shown).toBeLessThanOrEqual(100);
    }
    wrapper.unmount();
  },
);

test("a picture that has the focus stays when it is scrolled away", async () => {
  const wrapper = grid(MANY);
  await flushPromises();
  wrapper.get<HTMLElement>("#p0").element.focus();
  await scrollTo(100_000);
  expect(wrapper.find("#p0").exists()).toBe(true);
  expect(document.activeElement?.id).toBe("p0");
  wrapper.unmount();
});

test("each picture says its place among all", async () => {
  const wrapper = grid(MANY);
  await flushPromises();
  const third = wrapper.findAll("li")[2]!;
  expect(third.attributes()).toMatchObject({ "aria-posinset": "3", "aria-setsize": "10000" });
  wrapper.unmount();
});

test("coming near the end asks for more", async () => {
  const wrapper = grid(MANY.slice(0, 60));
  await flushPromises();
  await scrollTo(1_000);
  expect(wrapper.emitted("nearEnd")).toBeTruthy();
  wrapper.unmount();
});

test("sections have headings and their own lists", async () => {
  const wrapper = mount(JustifiedGrid, {
    props: {
      sections: ["Monday", "Tuesday"].map((title) => ({ key: title, title, items: MANY.slice(0, 3) })),
      label: "",
    },
  });
  await flushPromises();
  expect(wrapper.findAll("h2").map((heading) => heading.text())).toEqual(["Monday", "Tuesday"]);
  expect(wrapper.findAll("ul").map((list) => list.attributes("aria-label"))).toEqual(["Monday", "Tuesday"]);
});
