/** The timeline as sections of a grid, its months on the rail, and what is left of it without some pictures. */
import type { Timeline } from "@/api/images";

export interface TimelineItem {
  id: string;
  width: number;
  height: number;
}

export interface DaySection {
  /** "2026-05-17" */
  key: string;
  title: string;
  items: TimelineItem[];
}

export function sectionsOf({ days, ids, aspects }: Timeline, titleOf = (day: string) => day): DaySection[] {
  let start = 0;
  return days.map(({ day, count }) => {
    const items: TimelineItem[] = [];
    for (let at = start; at < start + count; at++) items.push({ id: ids[at]!, width: aspects[at] || 1, height: 1 });
    start += count;
    return { key: day, title: titleOf(day), items };
  });
}

export interface Month {
  /** "2026-05" */
  month: string;
  top: number;
}

/** Where each month begins: what the date rail jumps to. Days come newest first. */
export function monthsOf(days: readonly { key: string; top: number }[]): Month[] {
  const months: Month[] = [];
  for (const { key, top } of days) {
    const month = key.slice(0, 7);
    if (months.at(-1)?.month !== month) months.push({ month, top });
  }
  return months;
}

export function withoutIds(timeline: Timeline, gone: ReadonlySet<string>): Timeline {
  const kept: Timeline = { count: 0, days: [], ids: [], aspects: [] };
  let start = 0;
  for (const { day, count } of timeline.days) {
    const before = kept.ids.length;
    for (let at = start; at < start + count; at++) {
      if (gone.has(timeline.ids[at]!)) continue;
      kept.ids.push(timeline.ids[at]!);
      kept.aspects.push(timeline.aspects[at]!);
    }
    if (kept.ids.length > before) kept.days.push({ day, count: kept.ids.length - before });
    start += count;
  }
  return { ...kept, count: kept.ids.length };
}
