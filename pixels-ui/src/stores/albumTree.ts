/** One's albums as a tree: flat, each with its depth, parents before children, by title. */
import type { Album } from "@/api/types";

export interface Branch {
  album: Album;
  depth: number;
}

export function treeOf(albums: readonly Album[]): Branch[] {
  const ids = new Set(albums.map((album) => album.id));
  const below = new Map<string, Album[]>();
  for (const album of albums) {
    const parent = album.parent && ids.has(album.parent.id) ? album.parent.id : "";
    below.set(parent, [...(below.get(parent) ?? []), album]);
  }
  const walk = (parent: string, depth: number): Branch[] =>
    (below.get(parent) ?? [])
      .toSorted((one, other) => one.title.localeCompare(other.title))
      .flatMap((album) => [{ album, depth }, ...walk(album.id, depth + 1)]);
  return walk("", 0);
}

/** The album and all below it. */
export function branchOf(albums: readonly Album[], id: string): Album[] {
  return albums.filter((album) => album.id === id || album.ancestors.some((above) => above.id === id));
}
