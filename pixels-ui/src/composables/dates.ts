/** Dates as people read them, in the language of the page. A day is a day, not a moment: it never shifts with the zone. */
const LANG: Record<string, string> = { zh: "zh-CN", en: "en-GB", sv: "sv-SE" };
export const numberLocale = (locale: string) => LANG[locale] ?? locale;
const MADE = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = MADE.get(key) ?? new Intl.DateTimeFormat(LANG[locale] ?? locale, options);
  MADE.set(key, known);
  return known;
}

const utc = (day: string) => new Date(`${day}T00:00:00Z`);

export function longDay(day: string, locale: string): string {
  return format(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(utc(day));
}

export function monthName(month: string, locale: string): string {
  return format(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(utc(`${month}-01`));
}

/** A moment in the reader's zone: "2026-05-17 09:12". */
export function moment(time: string, timeZone?: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const options = { dateStyle: "short", timeStyle: "short", ...(timeZone ? { timeZone } : {}) } as const;
  return format("sv", options).format(date);
}

/** When a picture was taken, in its own local time: as written, without seconds. */
export function takenAt(time: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(.*)$/.exec(time);
  if (!parts) return time;
  const offset = parts[3] === "Z" ? "+00:00" : parts[3];
  return `${parts[1]} ${parts[2]} ${offset}`.trim();
}

export function daysBetween(from: Date, to: Date): number {
  return Math.ceil((to.getTime() - from.getTime()) / 86_400_000);
}
