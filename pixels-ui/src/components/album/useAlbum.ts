/** The album page's state: the album as it is to oneself and as it is to whom one looks as, its pictures, the albums in it. */
import { computed, ref, shallowRef, watch } from "vue";
import { getAlbum, listAlbumImages, listAlbums } from "@/api/albums";
import { asProblem, Problem } from "@/api/problem";
import type { Album, Eyes, Image } from "@/api/types";
import { isInWork, useImageChanges } from "@/composables/useImageChanges";
import { usePaged } from "@/composables/usePaged";

const PAGE = 60;
const ALBUMS = 30;
const WIDEST: Partial<Record<Album["effective_privacy"], Eyes>> = { public: "stranger", followers: "follower" };

export function useAlbum(id: () => string, eyes: () => Eyes | null) {
  const album = shallowRef<Album | null>(null);
  const seen = shallowRef<Album | null>(null);
  const problem = shallowRef<Problem | null>(null);
  /** Whether those one looks as get no such page. */
  const isHidden = ref(false);
  /** Of its pictures, how many are stricter than the album; null while unknown. */
  const stricter = ref<number | null>(null);
  const images = usePaged<Image>((cursor, signal) => listAlbumImages(id(), eyes(), { cursor, limit: PAGE, signal }));
  const children = usePaged<Album>((cursor, signal) => listAlbums(seen.value!.owner.name, id(), eyes(), { cursor, limit: ALBUMS, signal }));
  const sections = computed(() => [{ key: "album", items: images.items.value }]);
  let running = new AbortController();

  async function load(): Promise<void> {
    running.abort();
    const own = (running = new AbortController());
    if (album.value?.id !== id()) album.value = seen.value = null;
    problem.value = null;
    try {
      await read(own.signal);
    } catch (reason) {
      if (!own.signal.aborted) problem.value = asProblem(reason);
    }
  }

  async function read(signal: AbortSignal): Promise<void> {
    album.value = await getAlbum(id(), null, signal);
    seen.value = eyes() ? await orHidden(getAlbum(id(), eyes(), signal)) : album.value;
    isHidden.value = seen.value === null;
    if (!seen.value) return;
    await Promise.all([images.refresh(), children.refresh(), countStricter(signal)]);
  }

  async function orHidden(asking: Promise<Album>): Promise<Album | null> {
    try {
      return await asking;
    } catch (reason) {
      if (reason instanceof Problem && reason.status === 404) return null;
      throw reason;
    }
  }

  async function countStricter(signal: AbortSignal): Promise<void> {
    stricter.value = null;
    const own = album.value!;
    const widest = WIDEST[own.effective_privacy];
    if (!own.can.edit || !widest) return;
    const others = await getAlbum(own.id, widest, signal);
    stricter.value = own.counts.images - others.counts.images;
  }

  useImageChanges({
    isShown: (changed) => images.items.value.some((image) => image.id === changed),
    pending: () => images.items.value.filter(isInWork).map((image) => image.id),
    update: (fresh) => fresh.forEach(images.replace),
  });
  watch([id, eyes], ([now, as], before) => {
    if (now === before?.[0] && as === before[1]) return;
    images.items.value = [];
    children.items.value = [];
    void load();
  });
  return { album, seen, problem, isHidden, stricter, images, children, sections, load };
}
