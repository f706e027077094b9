/** The three languages: which one is used, how its words are fetched, and switching without a reload. */
import { nextTick } from "vue";
import { createI18n } from "vue-i18n";
import type { Language } from "@/api/types";

type Words = Record<string, unknown>;

export const LANGUAGES: readonly Language[] = ["zh", "en", "sv"];
export const NATIVE_NAMES: Record<Language, string> = { zh: "中文", en: "English", sv: "Svenska" };
export const HTML_LANG: Record<Language, string> = { zh: "zh-CN", en: "en", sv: "sv" };

const STORED = "pixels.language";
const loaders: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import("./en"),
  zh: () => import("./zh"),
  sv: () => import("./sv"),
};

export const i18n = createI18n<false>({
  legacy: false,
  locale: "en",
  fallbackLocale: false as unknown as string,
  missingWarn: import.meta.env.DEV,
  fallbackWarn: false,
  messages: {},
});

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

/** The language to begin with: chosen on this device, else the browser's first one that we speak, else English. */
export function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (isLanguage(stored)) return stored;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return spoken.find(isLanguage) ?? "en";
}

export async function useLanguage(language: Language): Promise<void> {
  if (!i18n.global.availableLocales.includes(language)) {
    const words = await loaders[language]();
    i18n.global.setLocaleMessage(language, words.default as never);
  }
  i18n.global.locale.value = language;
  document.documentElement.lang = HTML_LANG[language];
  await nextTick();
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
}
