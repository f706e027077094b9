/** Notifications as they stand on the page: under days, who did it, where they lead. Pure. */
import type { RouteLocationRaw } from "vue-router";
import type { Notification } from "@/api/notifications";

export type Day = "today" | "yesterday" | "earlier";
const DAYS: readonly Day[] = ["today", "yesterday", "earlier"];

/** By the day on which something was last added, without days on which nothing was. */
export function byDay<Item extends Pick<Notification, "updated_at">>(items: readonly Item[], now: Date): { day: Day; items: Item[] }[] {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  const dayOf = ({ updated_at }: Item): Day => {
    const at = new Date(updated_at);
    if (at >= today) return "today";
    return at >= yesterday ? "yesterday" : "earlier";
  };
  return DAYS.map((day) => ({ day, items: items.filter((one) => dayOf(one) === day) })).filter(({ items: some }) => some.length > 0);
}

/** The names of those who did it, and how many more did. */
export function whoOf({ actors, count }: Pick<Notification, "actors" | "count">): { names: string[]; others: number } {
  return { names: actors.map((one) => one.display_name || one.name), others: Math.max(0, count - actors.length) };
}

/** The page of what it is about, at the comment where it is one; null where it is gone. */
export function placeOf({ subject, detail, kind }: Pick<Notification, "subject" | "detail" | "kind">): RouteLocationRaw | null {
  if (!subject) return null;
  if (subject.kind === "person") return { name: "person", params: { name: subject.id } };
  if (subject.kind === "search") return { name: "saved" };
  const isSaid = kind === "comment" || kind === "reply" || kind === "mention";
  return { name: subject.kind, params: { id: subject.id }, query: isSaid && detail ? { comment: detail } : {} };
}
