/** One line that names a picture, its maker, its licence and where it is: to be copied beside a reuse. */
import type { Image } from "@/api/types";

type Credited = Pick<Image, "id" | "title" | "author" | "licence" | "source_url" | "owner">;

export interface CreditWords {
  untitled: string;
  by: (title: string, author: string) => string;
  unknownLicence: string;
}

const LICENCE_PAGES: Record<string, string> = { "CC0 1.0": "publicdomain/zero/1.0" };

export function creditLine(image: Credited, words: CreditWords, origin: string): string {
  const author = image.author || image.owner.display_name || image.owner.name;
  const licence = image.licence || words.unknownLicence;
  const page = licencePage(licence);
  const address = image.source_url || `${origin}/images/${image.id}`;
  return [words.by(image.title || words.untitled, author), page ? `${licence} (${page})` : licence, address].join(", ");
}

/** The page of a Creative Commons licence; empty for any other. */
export function licencePage(licence: string): string {
  const known = /^CC (BY(?:-(?:NC|SA|ND))*) ([1-4]\.0)$/.exec(licence);
  const path = LICENCE_PAGES[licence] ?? (known ? `licenses/${known[1]!.toLowerCase()}/${known[2]}` : "");
  return path ? `https://creativecommons.org/${path}/` : "";
}
