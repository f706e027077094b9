/** What the server says of files of archives, by how its sentence begins; null for words that are shown as they are. */
const BEGINNINGS = {
  outside: "Its path leads out",
  special: "It is a link",
  encrypted: "It is encrypted",
  nested: "It is an archive itself",
  large: "It has more than",
  bomb: "It unpacks to far more",
  shared: "It shares its bytes",
  total: "The archive holds more",
  broken: "This file of the archive is broken",
  noPicture: "This is not a picture",
  noArchive: "This is no ZIP",
  many: "The archive has more than",
  full: "Your space is full",
  moderator: "A moderator cancelled",
} as const;

export type ReasonKey = keyof typeof BEGINNINGS;

export function reasonKey(said: string): ReasonKey | null {
  const found = Object.entries(BEGINNINGS).find(([, beginning]) => said.startsWith(beginning));
  return found ? (found[0] as ReasonKey) : null;
}
