/** Reports of somebody without an account: this browser alone remembers them. */
import { getReport, type MyReport, type Reportable } from "@/api/moderation";
import { Problem } from "@/api/problem";

const STORED = "pixels.reports";
const MOST = 20;
type Kept = Pick<MyReport, "id" | "reason" | "subject">;

export function keptReports(): Kept[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(found) ? found.filter(isKept) : [];
  } catch (reason) {
    if (reason instanceof SyntaxError) return [];
    throw reason;
  }
}

function isKept(one: Kept | null): one is Kept {
  return typeof one?.id === "string" && typeof one.reason === "string" && typeof one.subject?.id === "string";
}

export function keepReport(id: string, reason: string, kind: Reportable, thing: string): void {
  const others = keptReports().filter((one) => one.id !== id);
  localStorage.setItem(STORED, JSON.stringify([{ id, reason, subject: { kind, id: thing } }, ...others].slice(0, MOST)));
}

/** As they stand now; one that the site does not know any more is left out. */
export async function readKept(): Promise<MyReport[]> {
  const read = keptReports().map(async (kept) => ({ ...kept, ...(await getReport(kept.id)) }));
  const told = await Promise.allSettled(read);
  for (const one of told) {
    if (one.status === "rejected" && !(one.reason instanceof Problem && one.reason.status === 404)) throw one.reason;
  }
  return told.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}
