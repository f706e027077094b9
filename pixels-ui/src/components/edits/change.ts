/** The form of an edit of many pictures, and the change that it asks for: only of fields that were picked. Pure. */
import type { BatchChange } from "@/api/batchEdits";
import type { CategoryKey, EditValues, Privacy } from "@/api/types";

export const FIELDS = [
  "title",
  "tags_add",
  "tags_remove",
  "category",
  "privacy",
  "album",
  "taken_shift",
  "author",
  "licence",
  "description",
  "rating",
] as const;
export type Field = (typeof FIELDS)[number];

export interface EditForm {
  picked: readonly Field[];
  title: string;
  description: string;
  tags_add: string[];
  tags_remove: string[];
  category: CategoryKey;
  privacy: Privacy;
  album: string;
  author: string;
  licence: string;
  rating: number;
  days: string;
  hours: string;
  minutes: string;
}

export const EMPTY_FORM: EditForm = {
  picked: [],
  title: "{title}",
  description: "",
  tags_add: [],
  tags_remove: [],
  category: "other",
  privacy: "private",
  album: "",
  author: "",
  licence: "",
  rating: 0,
  days: "0",
  hours: "0",
  minutes: "0",
};

export function changeOf(form: EditForm): BatchChange {
  const { days, hours, minutes, picked, ...fields } = form;
  const shift = { days: Number(days) || 0, hours: Number(hours) || 0, minutes: Number(minutes) || 0 };
  const every = { ...fields, album: form.album || null, rating: form.rating || null, taken_shift: shift };
  return Object.fromEntries(picked.map((field) => [field, every[field]])) as BatchChange;
}

type Value = keyof EditValues;

/** Which values of an image differ, in the order of the fields. */
export function differing(before: EditValues, after: EditValues): Value[] {
  return (Object.keys(after) as Value[]).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
