/** What is being dragged within the page: pictures or an album of one's own, to be dropped on an album. */
import { readonly, shallowRef } from "vue";

export interface Dragged {
  kind: "images" | "album";
  ids: readonly string[];
}

const dragged = shallowRef<Dragged | null>(null);

function begin(event: DragEvent, what: Dragged): void {
  if (!event.dataTransfer) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", what.ids.join("\n"));
  dragged.value = what;
  window.addEventListener("dragend", end, { once: true });
}

function end(): void {
  dragged.value = null;
}

export function useDragging() {
  return { dragged: readonly(dragged), begin, end };
}
