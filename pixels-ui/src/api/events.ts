/** The stream of events of the server, shared by everyone who listens; closed when nobody does. */
import { BASE } from "./client";

export interface ServerEvents {
  image: { id: string; state: string };
  "reverse-search": { id: string; state: string; progress: number };
  /** Something was told or read; `id` may be empty. */
  notification: { id: string; kind: string };
  class: { id: string; state: string };
  "batch-edit": { id: string; state: string; done: string; total: string };
  crawl: { id: string; state: string };
  import: { id: string; state: string };
}

type Name = keyof ServerEvents;
type Listener = (data: unknown) => void;

const NAMES: readonly Name[] = ["image", "notification", "reverse-search", "class", "batch-edit", "crawl", "import"];

const RETRY_MS = 5000;
const listeners = new Map<Name, Set<Listener>>();
let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Calls `listener` for each such event until the returned function is called. */
export function listen<N extends Name>(name: N, listener: (data: ServerEvents[N]) => void): () => void {
  const own = listener as Listener;
  const named = listeners.get(name) ?? new Set<Listener>();
  listeners.set(name, named.add(own));
  open();
  return () => {
    named.delete(own);
    if ([...listeners.values()].every((one) => one.size === 0)) close();
  };
}

function open(): void {
  if (source) return;
  const opened = new EventSource(`${BASE}/events`);
  source = opened;
  for (const name of NAMES) opened.addEventListener(name, (event) => tell(name, (event as MessageEvent<string>).data));
  opened.addEventListener("error", () => {
    // The browser resumes by itself (Last-Event-ID) unless the server refused: then the stream is closed for good.
    if (opened.readyState !== EventSource.CLOSED || source !== opened) return;
    source = null;
    retry = setTimeout(open, RETRY_MS);
  });
}

function close(): void {
  clearTimeout(retry);
  source?.close();
  source = null;
}

function tell(name: Name, data: string): void {
  const value: unknown = JSON.parse(data);
  for (const listener of listeners.get(name) ?? []) listener(value);
}
