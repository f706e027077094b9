/** The keys of a field with a list below it. Pure. -1 stands for the field itself. */
export function stepThrough(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return active + 1 < count ? active + 1 : -1;
  if (key === "ArrowUp") return active < 0 ? count - 1 : active - 1;
  return null;
}
