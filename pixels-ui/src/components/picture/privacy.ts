/** The levels of privacy, from open to closed, and their icons. */
import type { Privacy } from "@/api/types";
import type { IconName } from "@/components/icon/paths";

export const LEVELS: readonly Privacy[] = ["public", "followers", "private"];

export const PRIVACY_ICONS: Record<Privacy, IconName> = { public: "globe", followers: "people", private: "lock" };

/** Whether more people could see it. */
export function isWider(to: Privacy, from: Privacy): boolean {
  return LEVELS.indexOf(to) < LEVELS.indexOf(from);
}

/** What is in effect: nothing is more visible than the album that it is in. */
export function narrower(one: Privacy, other: Privacy): Privacy {
  return isWider(one, other) ? other : one;
}
