/** What stands in a picture's place until it is here: its ThumbHash, or its mean colour. */
import { thumbHashToAverageRGBA, thumbHashToDataURL } from "thumbhash";
import type { Image } from "@/api/types";

const colours = new Map<string, string>();

export function blurOf(image: Image): string {
  return image.placeholder ? thumbHashToDataURL(bytesOf(image.placeholder)) : "";
}

export function meanColourOf(image: Image): string {
  if (!image.placeholder) return image.colours[0]?.hex ?? "var(--px-sunken)";
  const known = colours.get(image.placeholder);
  if (known) return known;
  const { r, g, b } = thumbHashToAverageRGBA(bytesOf(image.placeholder));
  const colour = `rgb(${[r, g, b].map((part) => Math.round(part * 255)).join(" ")})`;
  colours.set(image.placeholder, colour);
  return colour;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
