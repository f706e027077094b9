/** What one's own forms and questions need to know: all one's albums, and how many people follow one. */
import { defineStore } from "pinia";
import { computed, ref, shallowRef, watch } from "vue";
import { listAllAlbums } from "@/api/albums";
import { getPerson } from "@/api/people";
import { Problem } from "@/api/problem";
import type { Album } from "@/api/types";
import { treeOf } from "./albumTree";
import { useSession } from "./session";
import { useStanding } from "./standing";

export const useOwn = defineStore("own", () => {
  const session = useSession();
  const standing = useStanding();
  const albums = shallowRef<Album[]>([]);
  const followers = ref<number | null>(null);
  const tree = computed(() => treeOf(albums.value));
  const byId = computed(() => new Map(albums.value.map((album) => [album.id, album])));
  let isKnown = false;
  let reading: Promise<void> | null = null;

  /** Reads it once; again after a change. Without an answer what is known stays. */
  function load(): Promise<void> {
    if (isKnown) return Promise.resolve();
    return (reading ??= read().finally(() => (reading = null)));
  }

  async function read(): Promise<void> {
    const name = session.account?.name;
    if (!name) return;
    try {
      const [all, person] = await Promise.all([listAllAlbums(name), getPerson(name)]);
      albums.value = all;
      followers.value = person.counts?.followers ?? null;
      isKnown = true;
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
    }
  }

  function forget(): void {
    isKnown = false;
  }

  /** Something of it has changed: read anew. */
  function reload(): Promise<void> {
    forget();
    return load();
  }

  watch(() => standing.version, forget);
  watch(
    () => session.account?.name,
    () => {
      albums.value = [];
      followers.value = null;
      forget();
    },
  );

  return { albums, tree, byId, followers, load, reload };
});
