/** Hashes and previews of chosen files from two workers at most, in the order they were chosen. */
export interface Inspection {
  key: string;
  file: File;
  wantsPreview: boolean;
}

export interface Inspected {
  key: string;
  sha256: string | null;
  preview: Blob | null;
}

/** Larger files are not decoded for a preview: hundreds of them must not fill the memory of a phone. */
const PREVIEW_BYTES = 64 * 1024 * 1024;
const WORKERS = Math.max(1, Math.min(2, (globalThis.navigator?.hardwareConcurrency ?? 2) - 1));

interface Post {
  worker: Worker;
  current: string | null;
}

export interface Inspector {
  add: (entries: { key: string; file: File }[]) => void;
  drop: (key: string) => void;
  close: () => void;
}

export function makeInspector(
  tell: (found: Inspected) => void,
  makeWorker: () => Worker = () => new Worker(new URL("./inspect.worker.ts", import.meta.url), { type: "module" }),
): Inspector {
  const posts: Post[] = [];
  let waiting: { key: string; file: File }[] = [];

  function finish(post: Post, found: Inspected): void {
    post.current = null;
    tell(found);
    feed();
  }

  function hire(): Post {
    const post: Post = { worker: makeWorker(), current: null };
    post.worker.onmessage = (message: MessageEvent<Inspected>) => finish(post, message.data);
    // A file can break a decoder: the row goes on without hash and preview, the server decides.
    post.worker.onerror = () => finish(post, { key: post.current ?? "", sha256: null, preview: null });
    posts.push(post);
    return post;
  }

  function feed(): void {
    while (waiting.length > 0) {
      const post = posts.find((one) => one.current === null) ?? (posts.length < WORKERS ? hire() : null);
      if (!post) return;
      const { key, file } = waiting.shift()!;
      post.current = key;
      post.worker.postMessage({ key, file, wantsPreview: canPreview(file) } satisfies Inspection);
    }
  }

  return {
    add(entries) {
      waiting.push(...entries);
      feed();
    },
    drop(key) {
      waiting = waiting.filter((entry) => entry.key !== key);
    },
    close() {
      waiting = [];
      for (const post of posts.splice(0)) post.worker.terminate();
    },
  };
}

export function canPreview(file: File): boolean {
  return file.size > 0 && file.size <= PREVIEW_BYTES;
}
