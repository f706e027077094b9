/** What the server sends, as promised in the API's description. Times are RFC 3339, colours `#rrggbb`. */
export type Language = "en" | "zh" | "sv";
export type Privacy = "public" | "followers" | "private";
export type Role = "member" | "moderator" | "admin";

export interface Account {
  name: string;
  display_name: string;
  email: string;
  role: Role;
  language: Language;
  understanding: boolean;
  time_zone: string;
}

export interface ModelsState {
  state: "preparing" | "ready" | "failed";
  done?: number;
  of?: number;
  step?: string;
  problem?: string | null;
}

export interface Site {
  name: string;
  registration: "open" | "invite" | "closed";
  features: string[];
  models: ModelsState;
  needs_first_account: boolean;
}

export interface Session {
  account: Account | null;
  csrf_token: string;
  language: Language;
  site: Site;
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface Person {
  name: string;
  display_name: string;
}

export type CategoryKey = "portrait" | "landscape" | "food" | "document" | "architecture" | "animal" | "anime" | "other";

export interface Category {
  key: CategoryKey;
  label: string;
  source: "model" | "user";
}

export interface Tag {
  key: string;
  label: string;
  source: "model" | "user";
  score: number | null;
}

export interface Exif {
  taken?: string | null;
  offset?: string | null;
  make?: string | null;
  model?: string | null;
  lens?: string | null;
  orientation?: number | null;
  [field: string]: unknown;
}

export interface ImageAbilities {
  edit: boolean;
  delete: boolean;
  view_original: boolean;
  [action: string]: boolean;
}

export interface Image {
  id: string;
  owner: Person;
  title: string;
  description: string;
  alt_text: string;
  state: "pending" | "processing" | "ready" | "failed";
  problem: string | null;
  review: "pending" | "passed" | "held";
  understanding: "pending" | "ready" | "failed" | "off";
  privacy: Privacy;
  effective_privacy: Privacy;
  album: { id: string; title: string } | null;
  category: Category | null;
  tags: Tag[];
  width: number | null;
  height: number | null;
  layout: "wide" | "tall" | "square" | "panorama" | null;
  bytes: number;
  format: string;
  is_animated: boolean;
  colours: { hex: string; share: number }[];
  taken_at: string | null;
  place: { label: string; [field: string]: unknown } | null;
  created_at: string;
  trashed_at?: string | null;
  renditions: { "64": string; "400": string; "1600": string } | null;
  placeholder: string | null;
  licence: string;
  author: string;
  source_url: string;
  rating: number | null;
  counts: { views: number; likes: number; comments: number; collects: number };
  can: ImageAbilities;
  duplicate?: boolean;
  sha256?: string;
  file_name?: string;
  exif?: Exif | null;
  location?: { lat: number; lon: number; alt?: number | null } | null;
}

export interface Label {
  key: string;
  label: string;
  probability: number;
}

export interface Classification {
  state: "pending" | "ready" | "failed";
  model: string | null;
  version: string | null;
  read_at: string | null;
  labels: Label[];
  category: Category | null;
}
