/** The site as an app of a device: its worker is there then, so that other apps can share to it, and what they shared. */
import { registerWorker } from "./subscription";

/** Only for who installs it: a browser that just shows the page needs no worker. */
export function serveInstalled(): void {
  if (!("serviceWorker" in navigator)) return;
  const register = () => void registerWorker().catch(() => undefined);
  if (window.matchMedia("(display-mode: standalone)").matches) register();
  window.addEventListener("appinstalled", register);
}

/** Files that another app shared and nobody took yet; they are there once. */
export async function takeShared(): Promise<File[]> {
  if (!("caches" in window)) return [];
  const waiting = await caches.open("shared");
  const found = await Promise.all((await waiting.keys()).map((request) => taken(waiting, request)));
  return found.filter((file) => file !== null);
}

async function taken(waiting: Cache, request: Request): Promise<File | null> {
  const answer = await waiting.match(request);
  await waiting.delete(request);
  if (!answer) return null;
  const name = decodeURIComponent(answer.headers.get("X-File-Name") ?? "");
  return new File([await answer.blob()], name, { type: answer.headers.get("Content-Type") ?? "" });
}
