/** What a person says of an album: the form's fields, of an album that is here, or proposed from the pictures chosen for one. */
import type { AlbumChanges } from "@/api/albums";
import type { Album, CategoryKey, Image, Privacy } from "@/api/types";
import { longDay } from "@/composables/dates";

/** A picture chosen for an album; of those far away in a long list only the id is known. */
export type ChosenImage = Pick<Image, "id"> & Partial<Pick<Image, "category" | "taken_at" | "created_at" | "privacy" | "effective_privacy">>;

export interface AlbumFields {
  title: string;
  description: string;
  category: CategoryKey | "";
  tags: string[];
  privacy: Privacy;
  /** Id of the album above; empty for none. */
  parent: string;
  /** Id of the picture chosen as cover; empty where the newest one is it. */
  cover: string;
}

export function fieldsOfAlbum(album: Album): AlbumFields {
  const { title, description, privacy } = album;
  const category = album.category.key as CategoryKey;
  const tags = album.tags.map((tag) => tag.label);
  return { title, description, category, tags, privacy, parent: album.parent?.id ?? "", cover: album.cover?.id ?? "" };
}

/** The day of the newest picture as its name, the category that most of them have. */
export function firstFields(images: readonly ChosenImage[], parent: string, locale: string): AlbumFields {
  const days = images.map((image) => (image.taken_at ?? image.created_at ?? "").slice(0, 10)).toSorted();
  const last = days.at(-1);
  const title = last ? longDay(last, locale) : "";
  return { title, description: "", category: mostOften(images), tags: [], privacy: "private", parent, cover: "" };
}

export function mostOften(images: readonly ChosenImage[]): CategoryKey | "" {
  const counts = new Map<CategoryKey, number>();
  for (const { category } of images) {
    if (!category) continue;
    const key = category.key as CategoryKey;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? "";
}

/** Only what differs, as the server takes it. */
export function changedFields(before: AlbumFields, after: AlbumFields): AlbumChanges {
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof AlbumFields]),
  );
  const emptied = changed.map(([name, value]) => [name, (name === "parent" || name === "cover") && value === "" ? null : value]);
  return Object.fromEntries(emptied) as AlbumChanges;
}
