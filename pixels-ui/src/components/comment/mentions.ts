/** The name after an @ that is being typed. Pure. */
const BEGUN = /(?<![\p{L}\p{N}_@/.:-])@([\p{L}\p{N}_.-]{1,30})$/u;

/** What stands between the last @ and the caret, if it may become a name. */
export function begunName(text: string, caret: number): string {
  return BEGUN.exec(text.slice(0, caret))?.[1] ?? "";
}

/** The text with the name completed, and where the caret stands then. */
export function completed(text: string, caret: number, name: string): { text: string; caret: number } {
  const begun = begunName(text, caret);
  const before = `${text.slice(0, caret - begun.length)}${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ""), caret: before.length };
}
