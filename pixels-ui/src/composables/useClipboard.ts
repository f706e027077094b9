/** Copies text and says so; also over plain HTTP, where browsers offer only the old way. */
import { useToasts } from "./useToasts";

export function useClipboard() {
  const { show } = useToasts();
  return async (text: string, said: string): Promise<void> => {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyBySelection(text);
    show({ text: said });
  };
}

function copyBySelection(text: string): void {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
