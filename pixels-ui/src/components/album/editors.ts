/** What stands in more than one part of the dialog of an album's people. */
import type { AlbumRole } from "@/api/albums";

export const ROLES: readonly AlbumRole[] = ["viewer", "contributor", "editor"];

export const called = (person: { name: string; display_name: string }): string => person.display_name || person.name;
