/** What somebody is writing, as this browser keeps it. Pure. */
import { randomKey } from "@/stores/uploads/item";

export interface Draft {
  text: string;
  /** Sent with it, so that sending it twice makes one comment. */
  key: string;
  /** What was sent with this key and may have arrived. */
  sent: string | null;
}

export const newDraft = (text: string): Draft => ({ text, key: randomKey(), sent: null });

/** What was kept; null for what cannot be read. */
export function readDraft(stored: string | null): Draft | null {
  try {
    const { text, key, sent } = JSON.parse(stored ?? "{}") as Partial<Record<keyof Draft, unknown>>;
    if (typeof text !== "string" || typeof key !== "string") return null;
    return { text, key, sent: typeof sent === "string" ? sent : null };
  } catch {
    return null;
  }
}

/** About to be sent: another text than the one that went with this key is another comment. */
export function sending(draft: Draft): Draft {
  const isOther = draft.sent !== null && draft.sent !== draft.text;
  return { ...draft, key: isOther ? randomKey() : draft.key, sent: draft.text };
}
