/** The sums of a batch, and the steps at which they are spoken. */
import { canRetry, isFailed, type UploadItem } from "./item";

export interface UploadTotals {
  all: number;
  sent: number;
  sending: number;
  waiting: number;
  known: number;
  failed: number;
  again: number;
  /** Of everything that was to be sent. */
  toSend: number;
  bytes: number;
  sentBytes: number;
  share: number;
}

export function totalsOf(items: readonly UploadItem[]): UploadTotals {
  const totals = { all: 0, sent: 0, sending: 0, waiting: 0, known: 0, failed: 0, again: 0, toSend: 0, bytes: 0, sentBytes: 0 };
  for (const item of items) {
    totals.all += 1;
    if (item.state === "sent" || item.state === "sending" || item.state === "waiting") totals[item.state] += 1;
    if (isFailed(item)) totals.failed += 1;
    if (canRetry(item)) totals.again += 1;
    if (item.state === "known") totals.known += 1;
    else if (item.state !== "cancelled") {
      totals.toSend += 1;
      totals.bytes += item.file.size;
      totals.sentBytes += item.file.size * (isFailed(item) ? 1 : item.progress);
    }
  }
  return { ...totals, share: totals.bytes > 0 ? totals.sentBytes / totals.bytes : 0 };
}

/** 0, 25, 50, 75 or 100: progress is said no more often. */
export function spokenStep(share: number): number {
  return Math.floor(Math.min(1, share) * 4 + 1e-9) * 25;
}
