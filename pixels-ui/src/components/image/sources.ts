/** Which bytes of a picture are shown large. */
import { viewAddress } from "@/api/images";
import type { Image } from "@/api/types";

/** What every browser of today draws by itself. */
const DRAWABLE = new Set(["jpeg", "png", "webp", "gif", "avif"]);
const LARGEST_RENDITION = 1600;

/** `drawn` makes the browser ask again when the picture behind the same address has been drawn anew. */
export function sourceOf(image: Image, drawn: number): string | null {
  const address = image.state === "ready" ? image.renditions?.["1600"] : undefined;
  if (!address) return null;
  return drawn > 0 ? `${address}&drawn=${drawn}` : address;
}

/** The original, for looking closely; not for a turned picture, whose original is as it came. */
export function sharpSourceOf(image: Image): string | null {
  const isLarger = Math.max(image.width ?? 0, image.height ?? 0) > LARGEST_RENDITION;
  const isTurned = !/[?&]v=0\b/.test(image.renditions?.["1600"] ?? "");
  if (!isLarger || isTurned || image.state !== "ready" || !image.can.view_original) return null;
  return DRAWABLE.has(image.format) ? viewAddress(image.id) : null;
}
