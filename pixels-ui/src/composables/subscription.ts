/** What a browser knows of being told: whether it can, whether it may, and its subscription at a push service. */
import { ROOT } from "@/api/client";
import type { NewDevice } from "@/api/push";

/** Over plain HTTP (other than localhost) none can. */
export const canBeTold = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

export const isRefused = () => Notification.permission === "denied";

/** Asks the person; to be called when they pressed something. */
export const mayTell = async () => (await Notification.requestPermission()) === "granted";

/** Has the site's worker started, which shows what is told and takes what is shared; there is one. */
export const registerWorker = () => navigator.serviceWorker.register(`${ROOT}/worker.js`, { scope: `${ROOT}/` });

/** A subscription for this key of the site; one for a former key goes. Rejects where there is no push service. */
export async function subscribe(publicKey: string): Promise<NewDevice> {
  await registerWorker();
  const { pushManager } = await navigator.serviceWorker.ready;
  const former = await pushManager.getSubscription();
  if (former && keyOf(former) !== publicKey) await former.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint, keys } = made.toJSON();
  return { endpoint: endpoint!, keys: { p256dh: keys!.p256dh!, auth: keys!.auth! } };
}

export async function unsubscribe(): Promise<void> {
  const known = await navigator.serviceWorker.getRegistration(`${ROOT}/`);
  await (await known?.pushManager.getSubscription())?.unsubscribe();
}

function keyOf(subscription: PushSubscription): string {
  const raw = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...raw)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
