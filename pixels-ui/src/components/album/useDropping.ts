/** An album as a place to drop pictures and other albums on. */
import { computed, ref } from "vue";
import type { Album } from "@/api/types";
import { useDragging } from "@/composables/useDragging";
import { useMoving } from "@/composables/useMoving";
import { useOwn } from "@/stores/own";

/** `target` is null where nothing may be dropped. */
export function useDropping(target: () => Album | null) {
  const { dragged, end } = useDragging();
  const { moveImages, moveAlbum } = useMoving();
  const own = useOwn();
  const isAbove = ref(false);

  function takes(): boolean {
    const album = target();
    if (!album || !dragged.value) return false;
    if (dragged.value.kind === "images") return true;
    const [id] = dragged.value.ids;
    return album.id !== id && album.ancestors.every((above) => above.id !== id);
  }

  function dragover(event: DragEvent): void {
    if (!takes()) return;
    event.preventDefault();
    isAbove.value = true;
  }

  async function drop(event: DragEvent): Promise<void> {
    const [album, what] = [target(), dragged.value];
    const isTaken = takes();
    isAbove.value = false;
    if (!isTaken || !album || !what) return;
    event.preventDefault();
    end();
    if (what.kind === "images") {
      await moveImages(what.ids, album);
      return;
    }
    await own.load();
    const moved = own.byId.get(what.ids[0]!);
    if (moved) await moveAlbum(moved, album);
  }

  const dragleave = () => void (isAbove.value = false);
  return { isOver: computed(() => isAbove.value && takes()), listeners: { dragover, dragleave, drop } };
}
