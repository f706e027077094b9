/** The form of an edit of many pictures, and the change that it asks for: only of fields that were picked. Pure. */
import type { BatchChange } from "@/api/batchEdits";
import type { CategoryKey, EditValues, Place, Privacy } from "@/api/types";

/** The fields as they are folded together. */
export const GROUPS = {
  words: ["title", "description", "alt_text"],
  tags: ["tags_add", "tags_remove", "tags"],
  order: ["category", "album", "privacy", "rating"],
  when: ["taken_shift", "place"],
  origin: ["author", "licence", "source_url"],
} as const;
export type Group = keyof typeof GROUPS;
export type Field = (typeof GROUPS)[Group][number];
export const FIELDS: readonly Field[] = Object.values(GROUPS).flat();

/** Tags are either replaced, or some are added and removed. */
const EXCLUDED: Partial<Record<Field, readonly Field[]>> = { tags: ["tags_add", "tags_remove"], tags_add: ["tags"], tags_remove: ["tags"] };

export interface EditForm {
  picked: readonly Field[];
  title: string;
  description: string;
  alt_text: string;
  tags_add: string[];
  tags_remove: string[];
  tags: string[];
  category: CategoryKey;
  privacy: Privacy;
  album: string;
  /** Null where what was typed is no place yet. */
  place: Place | null;
  author: string;
  licence: string;
  source_url: string;
  rating: number;
  days: string;
  hours: string;
  minutes: string;
}

/** Stands for: at no place. */
export const NOWHERE: Place = { id: "", label: "" };

export const EMPTY_FORM: EditForm = {
  picked: [],
  title: "{title}",
  description: "",
  alt_text: "",
  tags_add: [],
  tags_remove: [],
  tags: [],
  category: "other",
  privacy: "private",
  album: "",
  place: NOWHERE,
  author: "",
  licence: "",
  source_url: "",
  rating: 0,
  days: "0",
  hours: "0",
  minutes: "0",
};

export function picking(picked: readonly Field[], field: Field, isOn: boolean): Field[] {
  const excluded = isOn ? (EXCLUDED[field] ?? []) : [];
  return FIELDS.filter((one) => (one === field ? isOn : picked.includes(one) && !excluded.includes(one)));
}

export function changeOf(form: EditForm): BatchChange {
  const { days, hours, minutes, picked, ...fields } = form;
  const shift = { days: Number(days) || 0, hours: Number(hours) || 0, minutes: Number(minutes) || 0 };
  const place = form.place?.id || null;
  const every = { ...fields, album: form.album || null, rating: form.rating || null, place, taken_shift: shift };
  return Object.fromEntries(picked.map((field) => [field, every[field]])) as BatchChange;
}

type Value = keyof EditValues;

/** Which values of an image differ, in the order of the fields. */
export function differing(before: EditValues, after: EditValues): Value[] {
  return (Object.keys(after) as Value[]).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
