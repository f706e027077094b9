/** What a person says of a picture: the same for a batch, one of it, and a picture that is here already. */
import type { UploadFields } from "@/api/upload";
import type { CategoryKey, Image } from "@/api/types";

export type PictureFields = UploadFields;

/** In the order of the keys 1 to 8. */
export const CATEGORIES: readonly CategoryKey[] = [
  "portrait",
  "landscape",
  "food",
  "document",
  "architecture",
  "animal",
  "anime",
  "other",
];

/** Offered for quick choice; any other name can be written. */
export const LICENCES = [
  "CC0 1.0",
  "CC BY 4.0",
  "CC BY-SA 4.0",
  "CC BY-ND 4.0",
  "CC BY-NC 4.0",
  "CC BY-NC-SA 4.0",
  "CC BY-NC-ND 4.0",
] as const;

export const userTags = (image: Image) => image.tags.filter((tag) => tag.source === "user").map((tag) => tag.label);

export function fieldsOfImage(image: Image): PictureFields {
  const { title, description, alt_text, privacy, licence, author, source_url } = image;
  const category = image.category.source === "user" ? (image.category.key as CategoryKey) : "";
  const album = image.album?.id ?? "";
  return { title, description, alt_text, tags: userTags(image), category, privacy, licence, author, source_url, album };
}

/** Only what differs, so that nothing else is written. */
export function changesBetween(before: PictureFields, after: PictureFields): Partial<PictureFields> {
  const changed = Object.entries(after).filter(([name, value]) => {
    const old = before[name as keyof PictureFields];
    return JSON.stringify(value) !== JSON.stringify(old);
  });
  return Object.fromEntries(changed) as Partial<PictureFields>;
}
