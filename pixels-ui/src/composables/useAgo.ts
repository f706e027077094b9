/** How long ago something was, in the language of the page. One timer brings all of them up to date once a minute. */
import { onScopeDispose, readonly, ref } from "vue";
import { useI18n } from "vue-i18n";
import { numberLocale } from "./dates";

const MINUTE = 60;
const UNITS = [
  ["year", 365 * 24 * 60 * MINUTE],
  ["month", 30 * 24 * 60 * MINUTE],
  ["week", 7 * 24 * 60 * MINUTE],
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
] as const;

const now = ref(Date.now());
let watching = 0;
let timer = 0;

function begin(): void {
  now.value = Date.now();
  watching += 1;
  if (watching === 1) timer = window.setInterval(() => (now.value = Date.now()), MINUTE * 1000);
}

function end(): void {
  watching -= 1;
  if (watching === 0) window.clearInterval(timer);
}

/** "3 minutes ago"; what is less than a minute old, or a clock puts ahead, is now. */
export function wordsOf(time: string, at: number, locale: string): string {
  const seconds = Math.max(0, (at - new Date(time).getTime()) / 1000);
  const found = UNITS.find(([, least]) => seconds >= least);
  if (!found) return new Intl.RelativeTimeFormat(numberLocale(locale), { numeric: "auto" }).format(0, "second");
  const [unit, length] = found;
  return new Intl.RelativeTimeFormat(numberLocale(locale)).format(-Math.floor(seconds / length), unit);
}

export function useAgo() {
  const { locale } = useI18n();
  begin();
  onScopeDispose(end);
  return { now: readonly(now), ago: (time: string) => wordsOf(time, now.value, locale.value) };
}
