/** The keys of a picture's page. */
import type { CategoryKey, Image } from "@/api/types";
import { useKeys, type KeyBinding } from "@/composables/useKeys";
import { CATEGORIES } from "./fields";

export interface ImageActions {
  image: () => Image | null;
  isChoosing: () => boolean;
  previous: () => void;
  next: () => void;
  leave: () => void;
  togglePlaying: () => void;
  toggleZoom: () => void;
  zoom: (inwards: boolean) => void;
  download: () => void;
  edit: () => void;
  choose: (isOpen: boolean) => void;
  setCategory: (key: CategoryKey) => void;
  rotate: () => void;
  searchBy: () => void;
  trash: () => void;
}

export function useImageKeys(actions: ImageActions): void {
  const may = (ability: string) => () => actions.image()?.can[ability] === true;
  const mayChange = () => may("edit")() && actions.image()?.state === "ready";
  const digits = CATEGORIES.map(
    (key, at): KeyBinding => ({
      keys: String(at + 1),
      label: "picture.keys.digits",
      run: () => actions.setCategory(key),
      when: () => mayChange() && actions.isChoosing(),
    }),
  );
  useKeys([
    { keys: "arrowleft", label: "picture.previous", run: actions.previous },
    { keys: "arrowright", label: "picture.next", run: actions.next },
    { keys: "z", label: "picture.zoom", run: actions.toggleZoom },
    { keys: "+", label: "picture.keys.closer", run: () => actions.zoom(true) },
    { keys: "-", label: "picture.keys.further", run: () => actions.zoom(false) },
    { keys: "p", label: "picture.slideshow", run: actions.togglePlaying },
    { keys: "d", label: "picture.download", run: actions.download, when: may("view_original") },
    { keys: "e", label: "picture.edit", run: actions.edit, when: may("edit") },
    { keys: "c", label: "picture.chooseCategory", run: () => actions.choose(!actions.isChoosing()), when: mayChange },
    ...digits,
    { keys: "r", label: "picture.rotate", run: actions.rotate, when: mayChange },
    { keys: "i", label: "search.byThisPicture", run: actions.searchBy, when: () => actions.image()?.state === "ready" },
    { keys: "delete", label: "library.toTrash", run: actions.trash, when: may("delete") },
    { keys: "escape", label: "picture.toList", run: actions.leave },
  ]);
}
