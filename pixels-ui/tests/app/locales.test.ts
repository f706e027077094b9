import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createI18n } from "vue-i18n";
import en from "@/locales/en";
import sv from "@/locales/sv";
import zh from "@/locales/zh";

type Words = Record<string, string>;

function flat(value: unknown, path = ""): Words {
  if (typeof value === "string") return { [path]: value };
  const parts = Object.entries(value as Record<string, unknown>);
  return Object.assign({}, ...parts.map(([key, inner]) => flat(inner, path ? `${path}.${key}` : key))) as Words;
}

const words = { en: flat(en), zh: flat(zh), sv: flat(sv) };
/** Plural forms of one sentence repeat the value, so each counts once. */
const holes = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();

const hasLetters = (text: string) => /\p{L}/u.test(text);

/** Words that are the same in both languages, or names. */
const SAME_IN_SWEDISH =
  /^(Album|Alt-text|Administration|Anime|Ctrl|Del|Esc|Format|ISO|Licens|Moderator|Original|Panorama|Person|Text|Status|GPS|Start|ZIP|ID|Model|Version|orange|[\d\s{}%×·.,:/+()-]*)$/;
const SAME_IN_CHINESE = /^(Ctrl|Del|Esc|ISO|GPS|ZIP|ID|[\d\s{}\w%×·.,:/+()-]{0,12})$/;

describe.each(["zh", "sv"] as const)("%s", (language) => {
  const own = words[language];

  test("has the same keys as English", () => {
    expect(Object.keys(own).sort()).toEqual(Object.keys(words.en).sort());
  });

  test("fills in the same values", () => {
    const wrong = Object.keys(words.en).filter((key) => `${holes(own[key] ?? "")}` !== `${holes(words.en[key]!)}`);
    expect(wrong).toEqual([]);
  });
});

test.each(["en", "zh", "sv"] as const)("all words of %s can be shown", (language) => {
  const i18n = createI18n({ legacy: false, locale: language, missingWarn: false, messages: { [language]: { ...words[language] } }, flatJson: true });
  const { t } = i18n.global as unknown as { t: (key: string) => string };
  const broken = Object.keys(words[language]).filter((key) => {
    try {
      return t(key) === "";
    } catch {
      return true;
    }
  });
  expect(broken).toEqual([]);
});

test.each(["en", "zh", "sv"] as const)("no words of %s are empty or have stray spaces", (language) => {
  const wrong = Object.entries(words[language]).filter(
    ([, text]) => text.trim() === "" || (hasLetters(text) && text !== text.trim()),
  );
  expect(wrong).toEqual([]);
});

test("no English is left in Swedish", () => {
  const same = Object.entries(words.sv).filter(([key, text]) => text === words.en[key] && !SAME_IN_SWEDISH.test(text));
  expect(same).toEqual([]);
});

test("no English is left in Chinese", () => {
  const foreign = Object.entries(words.zh).filter(
    ([, text]) => hasLetters(text) && !/\p{Script=Han}/u.test(text) && !SAME_IN_CHINESE.test(text),
  );
  expect(foreign).toEqual([]);
});

test("Chinese uses its own punctuation, Swedish a space before %", () => {
  const halfWidth = Object.entries(words.zh).filter(([, text]) => /\p{Script=Han}[,.:;?!]/u.test(text));
  const tight = Object.entries(words.sv).filter(([, text]) => /[\d}]%/.test(text));
  expect([halfWidth, tight]).toEqual([[], []]);
});

describe("the pages", () => {
  const root = join(import.meta.dirname, "../../src");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.(vue|ts)$/.test(name));
  const source = files
    .filter((name) => !name.startsWith("api"))
    .map((name) => readFileSync(join(root, name), "utf8"))
    .join("\n");
  const parts = [...new Set(Object.keys(words.en).map((key) => key.split(".")[0]))].join("|");
  const literal = new RegExp(`(?<!=)["'\`]((?:${parts})(?:\\.[\\w-]+)+)["'\`]`, "g");
  const composed = new RegExp(`\`((?:${parts})(?:\\.[\\w-]+)*\\.)\\$\\{`, "g");
  const keys = [...source.matchAll(literal)].map((match) => match[1]!);
  const starts = [...new Set([...source.matchAll(composed)].map((match) => match[1]!))];

  test("use only words that exist", () => {
    const missing = keys.filter(
      (key) => !(key in words.en) && !Object.keys(words.en).some((known) => known.startsWith(`${key}.`)),
    );
    expect([...new Set(missing)]).toEqual([]);
    expect(starts.filter((start) => !Object.keys(words.en).some((key) => key.startsWith(start)))).toEqual([]);
  });

  test("use all words", () => {
    const used = new Set(keys);
    const unused = Object.keys(words.en).filter(
      (key) => !used.has(key) && !starts.some((start) => key.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });

  test("hold no words of their own", () => {
    const templates = files
      .filter((name) => name.endsWith(".vue"))
      .map((name) => [name, readFileSync(join(root, name), "utf8")] as const);
    const spoken = templates.flatMap(([name, text]) => {
      const markup = text
        .slice(text.indexOf("<template>"), text.lastIndexOf("</template>"))
        .replaceAll(/<!--.*?-->/gs, "");
      const bare = [...markup.matchAll(/>([^<>{}]*\p{L}{3,}[^<>{}]*)</gu)]
        .map((match) => match[1]!.trim())
        .filter((found) => !/^[A-Z]+$/.test(found));
      const named = [
        ...markup.matchAll(/\s(?:aria-label|title|placeholder|alt)="((?!https:)[^"]*\p{L}{3,}[^"]*)"/gu),
      ].map((match) => match[1]!);
      return [...bare, ...named].map((found) => `${name}: ${found}`);
    });
    expect(spoken).toEqual([]);
  });
});
