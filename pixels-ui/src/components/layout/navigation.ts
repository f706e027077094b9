/** The main places, in the order of both bars. */
import type { IconName } from "@/components/icon/paths";

export interface Place {
  name: "explore" | "library" | "projects" | "upload" | "account" | "login";
  icon: IconName;
  /** Further pages that belong to this place. */
  holds?: readonly string[];
}

export const EXPLORE: Place = { name: "explore", icon: "explore", holds: ["following", "forYou", "search", "reverse", "tags"] };
export const LIBRARY: Place = { name: "library", icon: "library", holds: ["albums", "saved", "classes", "copies", "crawls", "crawl", "trash"] };
export const PROJECTS: Place = { name: "projects", icon: "category", holds: ["project"] };
export const UPLOAD: Place = { name: "upload", icon: "plus" };
export const ME: Place = { name: "account", icon: "person", holds: ["notifications", "requests", "blocked", "security", "decisions", "reports"] };
export const LOG_IN: Place = { name: "login", icon: "person", holds: ["register", "recover", "reset"] };

export function isCurrent(place: Place, page: unknown): boolean {
  return page === place.name || (place.holds ?? []).includes(String(page));
}
