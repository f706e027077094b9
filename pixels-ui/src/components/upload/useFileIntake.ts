/** Files from everywhere they come: dropped anywhere on the page (folders too), pasted, chosen; not what was taken before. */
import { onBeforeUnmount, onMounted, ref } from "vue";

export function useFileIntake(take: (files: File[]) => void) {
  const isOver = ref(false);
  let depth = 0;

  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

  function enter(event: DragEvent): void {
    if (!carriesFiles(event)) return;
    depth += 1;
    isOver.value = true;
  }

  function leave(event: DragEvent): void {
    if (!carriesFiles(event)) return;
    depth -= 1;
    isOver.value = depth > 0;
  }

  function over(event: DragEvent): void {
    if (carriesFiles(event)) event.preventDefault();
  }

  async function drop(event: DragEvent): Promise<void> {
    if (!carriesFiles(event)) return;
    depth = 0;
    isOver.value = false;
    if (event.defaultPrevented) return;
    event.preventDefault();
    take(await filesOf(event.dataTransfer!));
  }

  function paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || event.defaultPrevented) return;
    event.preventDefault();
    take(files);
  }

  const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop, paste } as const;
  onMounted(() => {
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener as EventListener);
  });
  onBeforeUnmount(() => {
    for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name, listener as EventListener);
  });
  return { isOver };
}

/** The dropped files, and those in dropped folders; hidden files of the system are left out. */
async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return [...transfer.files];
  const found = await Promise.all(entries.map((entry) => (entry ? filesIn(entry) : [])));
  return found.flat().filter((file) => !file.name.startsWith("."));
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (let part = await readPart(reader); part.length > 0; part = await readPart(reader)) {
    for (const inner of part) found.push(...(await filesIn(inner)));
  }
  return found;
}

function readPart(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
