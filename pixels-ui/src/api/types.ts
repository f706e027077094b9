/** Short names for what the server sends; the shapes come from its OpenAPI document (`npm run api`). */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Account = Schemas["AccountOut"];
export type Session = Schemas["SessionOut"];
export type Site = Schemas["SiteOut"];
export type ModelsState = Schemas["ModelsOut"];
export type Language = Account["language"];
export type Role = Account["role"];
export type Person = Schemas["PersonOut"];
/** Whose something is. */
export type Owner = Schemas["Owner"];
export type Album = Schemas["AlbumOut"];
/** An album by its name. */
export type AlbumTitle = Schemas["Title"];
/** With whose eyes one can look at what is one's own. */
export type Eyes = "follower" | "stranger";
export type Privacy = Schemas["Privacy"];
export type CategoryKey = Schemas["CategoryKey"];
export type Tag = Schemas["TagOut"];
export type Label = Schemas["LabelOut"];
export type Classification = Schemas["ClassificationOut"];
export type Writing = Schemas["WritingOut"];
export type WrittenLine = Schemas["LineOut"];
export type Timeline = Schemas["TimelineOut"];
export type Image = Schemas["ImageOut"];
export type Collection = Schemas["CollectionOut"];
export type CollectionItem = Schemas["ItemOut"];
/** What can be liked and collected. */
export type ThingKind = CollectionItem["kind"];
export type Comment = Schemas["CommentOut"];
/** A comment with the first of those below it. */
export type CommentThread = Schemas["ThreadOut"];

export type SearchAnswer = Schemas["SearchOut"];
export type Chip = Schemas["Chip"];
export type Counted = Schemas["Counted"];
export type Suggestion = Schemas["Suggestion"];
export type Place = Schemas["PlaceOut"];
export type Notice = Schemas["Notice"];
export type SavedSearch = Schemas["SavedSearchOut"];
export type OwnClass = Schemas["ClassOut"];
export type ClassShare = Schemas["ShareOut"];
export type ReverseSearch = Schemas["ReverseSearchOut"];
export type Match = Schemas["Match"];
export type Similar = Schemas["Similar"];
export type CopyGroup = Schemas["CopyGroup"];

export type BatchEdit = Schemas["BatchEditOut"];
export type EditPreview = Schemas["PreviewOut"];
export type EditValues = Schemas["Values"];

export interface Page<Item> {
  items: Item[];
  next: string | null;
}
