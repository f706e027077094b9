/** Where somebody is behind a link: at what it leads to, or in an album below that; its pictures, and the albums below. */
import { shallowRef } from "vue";
import { asProblem, type Problem } from "@/api/problem";
import { getSharedAlbum, listShared, listSharedAlbums, type SharedAlbum, type SharedAlbumInside, type SharedImage } from "@/api/shares";
import { usePaged } from "@/composables/usePaged";

const PAGE = 60;

export function useSharedPlace(token: () => string, album: () => string | undefined) {
  const place = shallowRef<SharedAlbumInside | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const asked = () => ({ limit: PAGE, ...(album() ? { album: album()! } : {}) });
  const images = usePaged<SharedImage>((cursor, signal) => listShared(token(), { ...asked(), cursor, signal }));
  const albums = usePaged<SharedAlbum>((cursor, signal) => listSharedAlbums(token(), { ...asked(), cursor, signal }));

  async function look(): Promise<void> {
    const id = album();
    problem.value = null;
    try {
      const found = id ? await getSharedAlbum(token(), id) : null;
      if (id !== album()) return;
      place.value = found;
    } catch (reason) {
      if (id === album()) problem.value = asProblem(reason);
      return;
    }
    await Promise.all([images.reset(), albums.reset()]);
  }

  return { place, problem, images, albums, look };
}
