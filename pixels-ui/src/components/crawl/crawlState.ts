/** What a search of the web has come to, as parts of one bar, and addresses as people read them. */
import type { Candidate, Crawl, CrawlState, CrawlSummary } from "@/api/crawls";

/** In the order of the bar. */
export const PARTS = ["saved", "found", "duplicate", "refused", "failed"] as const;
export type Part = (typeof PARTS)[number];

export const isUnderWay = (state: CrawlState) => state === "pending" || state === "running";
export const isOver = (state: CrawlState) => !isUnderWay(state) && state !== "paused";

/** How many there are of each part; what was saved was found before. */
export function partsOf({ counts }: CrawlSummary): Record<Part, number> {
  const { found = 0, saved = 0, duplicate = 0, refused = 0, failed = 0 } = counts;
  return { saved, found: Math.max(0, found - saved), duplicate, refused, failed };
}

/** The width of each part in percent; what is still to be asked leaves the rest of the bar empty. */
export function sharesOf(parts: Record<Part, number>, crawl: Crawl): Record<Part, number> {
  const settled = PARTS.reduce((sum, name) => sum + parts[name], 0);
  const whole = settled + (isOver(crawl.state) ? 0 : crawl.waiting);
  const share = (name: Part) => [name, whole === 0 ? 0 : (100 * parts[name]) / whole];
  return Object.fromEntries(PARTS.map(share)) as Record<Part, number>;
}

/** Those that are nobody's yet: neither saved nor on the way, and not in one's library. */
export const newOnes = (candidates: readonly Candidate[]) => candidates.filter(({ state }) => state === "found").map(({ id }) => id);

export const canBeChosen = ({ state }: Candidate) => state !== "saved" && state !== "saving";

/** "example.org", of what may be no address at all. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** An address as it is read: without the scheme, and without a slash at its end. */
export const shortAddress = (url: string) => url.replace(/^https?:\/\//i, "").replace(/\/$/, "");

/** The first, and how many more there are. */
const manyAddresses = ([first = "", ...more]: readonly string[]) => shortAddress(first) + (more.length > 0 ? ` +${more.length}` : "");

/** What was looked for: words as they are, also those for a picture, an address in short. */
export const wishOf = ({ urls, query, words }: Pick<CrawlSummary, "urls" | "query" | "words">) => query ?? (words.length > 0 ? words.join(" · ") : manyAddresses(urls));

const FARTHEST_COPY = 0.11;
/** Copies are told apart more finely than what is only alike, which is always farther. */
export const digitsOf = (distance: number) => (distance <= FARTHEST_COPY ? 2 : 1);

export function isWebAddress(url: string): boolean {
  return /^https?:\/\/[^/\s]/i.test(url) && !/\s/.test(url) && URL.canParse(url);
}

/** How the server's reasons begin, and the key of ours. */
const REASONS: readonly [start: string, key: string][] = [
  ["This address cannot be reached", "unreachable"],
  ["The site does not want this to be fetched", "robots"],
  ["The site's robots.txt could not be read", "unreadable"],
  ["The site does not want its pictures", "unwanted"],
  ["The site reserves its pictures", "reserved"],
  ["There is no page to be read", "noPage"],
  ["It leads from one address to another", "tooFar"],
  ["Moderators removed what is from there", "takenDown"],
  ["No answer came", "noAnswer"],
  ["The site answered", "answered"],
];

export const reasonKey = (reason: string) => REASONS.find(([start]) => reason.startsWith(start))?.[1] ?? "other";
