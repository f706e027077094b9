/** What a camera wrote and a file is, as short as photographers write it. */
import type { Image } from "@/api/types";
import { takenAt } from "@/composables/dates";

const asNumber = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) && value > 0 ? value : null);
const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** "1/500 s", "0.8 s", "30 s". */
export function exposure(seconds: number): string {
  if (seconds < 0.3) return `1/${Math.round(1 / seconds)} s`;
  return `${Number(seconds.toFixed(1))} s`;
}

export function cameraName({ exif }: Pick<Image, "exif">): string {
  const make = asText(exif?.make);
  const model = asText(exif?.model);
  const isRepeated = model.toLowerCase().startsWith(make.split(" ")[0]!.toLowerCase());
  const camera = make && !isRepeated ? `${make} ${model}`.trim() : model || make;
  return [camera, asText(exif?.lens)].filter(Boolean).join(" · ");
}

export function cameraSettings({ exif }: Pick<Image, "exif">): string {
  const focal = asNumber(exif?.focal_length);
  const aperture = asNumber(exif?.aperture);
  const seconds = asNumber(exif?.exposure);
  const iso = asNumber(exif?.iso);
  const parts = [
    focal && `${Number(focal.toFixed(1))} mm`,
    aperture && `f/${Number(aperture.toFixed(1))}`,
    seconds && exposure(seconds),
    iso && `ISO ${iso}`,
  ];
  return parts.filter(Boolean).join(" · ");
}

export const taken = (image: Pick<Image, "taken_at">) => (image.taken_at ? takenAt(image.taken_at) : "");

export function coordinates({ location }: Pick<Image, "location">): string {
  return location ? `${location.lat.toFixed(5)}, ${location.lon.toFixed(5)}` : "";
}

export const shortHash = (sha256: string) => `${sha256.slice(0, 4)}…${sha256.slice(-4)}`;
