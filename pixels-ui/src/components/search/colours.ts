/** A colour of a search as its address says it: a name or `#rrggbb`, the least share, and where: `red:30@background`. Pure. */
export const COLOURS = {
  black: "#111111",
  grey: "#8a8a8a",
  white: "#ffffff",
  red: "#c8281c",
  orange: "#f08a24",
  yellow: "#f6e04b",
  green: "#2f8d3b",
  cyan: "#2ab7c9",
  blue: "#2b5fc2",
  purple: "#7d45a5",
  pink: "#e88fb8",
} as const;
export type ColourName = keyof typeof COLOURS;
export const COLOUR_NAMES = Object.keys(COLOURS) as ColourName[];

/** Where a colour lies: "" anywhere in the picture. */
export const GROUNDS = ["", "foreground", "background"] as const;
export type Ground = (typeof GROUNDS)[number];

export interface WantedColour {
  /** A name, or `#rrggbb`. */
  colour: string;
  /** Percent; 0: any. */
  share: number;
  ground: Ground;
}

export function readColour(value: string): WantedColour {
  const [what = "", where = ""] = value.split("@");
  const [colour = "", share = ""] = what.split(":");
  const percent = Number.parseInt(share, 10);
  const ground = GROUNDS.find((one) => one === where) ?? "";
  return { colour, share: Number.isFinite(percent) ? Math.min(100, Math.max(0, percent)) : 0, ground };
}

export const writeColour = ({ colour, share, ground }: WantedColour) =>
  `${colour}${share > 0 ? `:${share}` : ""}${ground ? `@${ground}` : ""}`;

export const isColourName = (colour: string): colour is ColourName => colour in COLOURS;

/** Something to paint with, or nothing where the address holds no colour. */
export function paintOf(colour: string): string | null {
  if (isColourName(colour)) return COLOURS[colour];
  return readHex(colour);
}

/** `#rrggbb` from what people type: with or without #, three digits or six. */
export function readHex(text: string): string | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1]?.toLowerCase();
  if (!digits) return null;
  return digits.length === 6 ? `#${digits}` : `#${[...digits].map((digit) => digit + digit).join("")}`;
}
