/** Where a thing that was reported or decided on has its page. */
import type { RouteLocationRaw } from "vue-router";

export function placeOf(kind: string, id: string): RouteLocationRaw | null {
  if (!id) return null;
  if (kind === "person") return { name: "person", params: { name: id } };
  if (kind === "image" || kind === "album" || kind === "collection") return { name: kind, params: { id } };
  return null;
}
