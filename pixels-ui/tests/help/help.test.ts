import { mount } from "@vue/test-utils";
import { createPinia } from "pinia";
import { expect, test } from "vitest";
import type { Language } from "@/api/types";
import { PLACES, TOPICS } from "@/components/help/topics";
import { i18n, useLanguage } from "@/locales";
import en from "@/locales/en";
import sv from "@/locales/sv";
import zh from "@/locales/zh";
import { makeRouter } from "@/router";
import HelpView from "@/views/HelpView.vue";

type Section = Record<string, string | string[]>;
type Words = { topics: Record<string, { sections: Record<string, Section> }> };
const ALL: Record<Language, Record<string, unknown>> = { en, sv, zh };
const QUOTED: Record<Language, RegExp> = { en: /“([^”]+)”/g, sv: /”([^”]+)”/g, zh: /“([^”]+)”/g };

const helpOf = (language: Language) => ALL[language]!.help as Words;
const texts = (value: unknown): string[] => (typeof value === "string" ? [value] : Object.values(value as object).flatMap(texts));
const shape = (value: unknown): unknown => (typeof value === "string" ? "" : Object.entries(value as object).map(([key, inner]) => [key, shape(inner)]));
/** A label as it is read: each plural form, and what stands before something that is filled in. */
const labels = (text: string) => text.split("|").flatMap((form) => [form.trim(), form.split("{")[0]!.replace(/[\s“”:：]+$/, "").trim()]);

test("the three languages have the same topics and sections, in the same order", () => {
  expect(Object.keys(helpOf("en").topics)).toEqual(TOPICS);
  for (const language of ["sv", "zh"] as const) expect(shape(helpOf(language))).toEqual(shape(helpOf("en")));
});

test.each(["en", "sv", "zh"] as const)("what is quoted in %s are words of the interface", (language) => {
  const { help, ...others } = ALL[language]!;
  const known = new Set(texts(others).flatMap(labels));
  const quoted = texts(help).flatMap((text) => [...text.matchAll(QUOTED[language]!)].map((found) => found[1]!));
  expect(quoted.filter((label) => !known.has(label))).toEqual([]);
  expect(quoted.length).toBeGreaterThan(50);
});

test("each link is in a section that there is, to a page that there is, by words that there are", async () => {
  const router = makeRouter();
  await useLanguage("en");
  for (const topic of TOPICS) {
    expect(router.resolve(`/help/${topic}`).name).toBe("helpTopic");
    for (const [section, places] of Object.entries(PLACES[topic])) {
      expect(helpOf("en").topics[topic]!.sections).toHaveProperty(section);
      for (const { to, label } of places) {
        expect(router.resolve(to).matched[0]?.name ?? "missing").not.toBe("missing");
        expect(i18n.global.te(label)).toBe(true);
      }
    }
  }
  expect(router.resolve("/help/nothing").name).toBe("missing");
});

test("a topic shows steps as a list with numbers, and headings in order", async () => {
  await useLanguage("en");
  const page = mount(HelpView, { props: { topic: "safety" }, global: { plugins: [i18n, createPinia(), makeRouter()] } });
  expect(page.findAll("h1, h2").map((heading) => heading.element.tagName)).toEqual(["H1", ...Array(6).fill("H2")]);
  expect(page.get("section[aria-labelledby=report] ol").findAll("li")).toHaveLength(3);
  expect(page.get("section[aria-labelledby=takedown] a").text()).toBe("Notice of infringement");
});
