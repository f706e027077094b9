/** The same call for many images, a few at a time; tells which did not work instead of stopping at the first. */
import { Problem } from "@/api/problem";

const AT_ONCE = 4;

export interface Outcome {
  done: string[];
  failed: string[];
  problem: Problem | null;
}

export async function forEachImage(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<Outcome> {
  const outcome: Outcome = { done: [], failed: [], problem: null };
  const waiting = [...ids];
  async function run(): Promise<void> {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await attempt(id);
  }
  async function attempt(id: string): Promise<void> {
    try {
      await work(id);
      outcome.done.push(id);
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      outcome.failed.push(id);
      outcome.problem ??= reason;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  return outcome;
}
