import { flushPromises, mount } from "@vue/test-utils";
import { beforeEach, expect, test } from "vitest";
import type { LinkTerms } from "@/api/shares";
import LinkForm from "@/components/share/LinkForm.vue";
import { i18n, useLanguage } from "@/locales";

const sent: LinkTerms[] = [];

async function form() {
  const send = async (terms: LinkTerms) => void sent.push(terms);
  const page = mount(LinkForm, { props: { kind: "album", send }, global: { plugins: [i18n] } });
  return {
    type: (label: string, text: string) =>
      page.find(`#${page.findAll("label").find((one) => one.text().startsWith(label))!.attributes("for")}`).setValue(text),
    allowsGuests: () => page.findAll("input[type=checkbox]").at(-1)!.setValue(true),
    asksHowMany: () => page.text().includes("How many pictures"),
    makes: async () => {
      await page.find("form").trigger("submit");
      await flushPromises();
      return sent.at(-1);
    },
  };
}

beforeEach(async () => {
  sent.length = 0;
  await useLanguage("en");
});

test("how many pictures guests may send is asked where they may send some", async () => {
  const link = await form();
  expect(link.asksHowMany()).toBe(false);
  await link.allowsGuests();
  await link.type("How many pictures", "20");
  expect(await link.makes()).toMatchObject({ upload: true, max_uploads: 20 });
});

test("what is left empty is not asked for", async () => {
  const link = await form();
  await link.allowsGuests();
  expect(await link.makes()).toEqual({ download: false, metadata: false, upload: true });
});

test("a number that is none is refused by the site, and never no limit", async () => {
  const link = await form();
  await link.type("How many times", "ten");
  expect(await link.makes()).toMatchObject({ max_views: -1 });
});
