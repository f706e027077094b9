/** Which stored size fits a box, and the small picture that stands in until it is there. */
import { thumbHashToAverageRGBA, thumbHashToDataURL } from "thumbhash";
import type { Image } from "@/api/types";

type Shape = Pick<Image, "state" | "width" | "height" | "renditions">;
type Standing = Pick<Image, "placeholder" | "colours">;

/** The smallest size that still looks sharp: up to 1.6 times enlarged is not seen in a grid. */
export function renditionFor(image: Shape, boxWidth: number, density = window.devicePixelRatio): string | null {
  if (image.state !== "ready") return null;
  const ratio = image.width / image.height;
  const width400 = ratio >= 1 ? 400 : 400 * ratio;
  const size = boxWidth * density <= width400 * 1.6 ? "400" : "1600";
  return image.renditions[size] ?? null;
}

export function meanColour(image: Standing): string | null {
  const bytes = bytesOf(image.placeholder);
  if (!bytes) return image.colours[0]?.hex ?? null;
  const { r, g, b } = thumbHashToAverageRGBA(bytes);
  return `rgb(${[r, g, b].map((part) => Math.round(part * 255)).join(" ")})`;
}

export function placeholderAddress(image: Standing): string | null {
  const bytes = bytesOf(image.placeholder);
  return bytes ? thumbHashToDataURL(bytes) : null;
}

function bytesOf(text: string | null): Uint8Array | null {
  if (!text) return null;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return bytes.length >= 5 ? bytes : null;
}
