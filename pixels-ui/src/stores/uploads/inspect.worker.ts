/** Off the main thread: the hash of a chosen file and a small preview of it, one file after the other. */
import { hashFile } from "./sha256";
import type { Inspected, Inspection } from "./inspect";

const LONGEST = 240;

self.onmessage = async (message: MessageEvent<Inspection>) => {
  const { key, file, wantsPreview } = message.data;
  const sha256 = await hashFile(file).catch(() => null);
  const preview = wantsPreview ? await drawSmall(file) : null;
  self.postMessage({ key, sha256, preview } satisfies Inspected);
};

/** Null for what this browser cannot show: the row then has a placeholder with the name of the format. */
async function drawSmall(file: Blob): Promise<Blob | null> {
  const picture = await openSmall(file).catch(() => null);
  if (!picture) return null;
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  picture.close();
  return canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
}

async function openSmall(file: Blob): Promise<ImageBitmap> {
  const wide = await createImageBitmap(file, { resizeWidth: LONGEST, resizeQuality: "medium" });
  if (wide.height <= LONGEST * 2) return wide;
  wide.close();
  return createImageBitmap(file, { resizeHeight: LONGEST, resizeQuality: "medium" });
}
