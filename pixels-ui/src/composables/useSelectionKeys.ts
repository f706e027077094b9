/** The keys of a list of pictures: select, all, none, and what is done with the selected ones, else with the one in focus. */
import type { useSelection } from "./useSelection";
import { useKeys } from "./useKeys";

export interface SelectionActions {
  all: () => readonly string[];
  trash: (ids: string[]) => void;
  download: (ids: string[]) => void;
  move: (ids: string[]) => void;
  when?: () => boolean;
}

export function useSelectionKeys(selection: ReturnType<typeof useSelection>, actions: SelectionActions): void {
  const focused = () => (document.activeElement as HTMLElement | null)?.dataset.id;
  const meant = () => (selection.selected.size > 0 ? selection.inOrder() : [focused()].filter((id) => id !== undefined));
  const may = () => actions.when?.() ?? true;
  const onMeant = (run: (ids: string[]) => void) => ({ run: () => run(meant()), when: () => may() && meant().length > 0 });

  function select(event: KeyboardEvent): void {
    if (event.shiftKey) selection.extendTo(focused()!);
    else selection.toggle(focused()!);
  }

  useKeys([
    { keys: "x", label: "library.keys.select", run: select, when: () => may() && focused() !== undefined },
    { keys: "ctrl+a", label: "library.keys.all", run: () => selection.set(actions.all(), true), when: () => may() && actions.all().length > 0 },
    { keys: "escape", label: "library.clearSelection", run: selection.clear, when: () => selection.selected.size > 0 },
    { keys: "delete", label: "library.keys.trash", ...onMeant(actions.trash) },
    { keys: "d", label: "library.keys.download", ...onMeant(actions.download) },
    { keys: "m", label: "albums.moveTo", ...onMeant(actions.move) },
  ]);
}
