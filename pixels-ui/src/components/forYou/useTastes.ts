/** What is known of one's taste, and changing it; `changed` runs when the recommendations may be others now. */
import { ref, shallowRef } from "vue";
import { asProblem, type Problem } from "@/api/problem";
import { changeTastes, forgetTastes, getTastes, type Tastes, type TastesChange } from "@/api/recommendations";
import { useProblemText } from "@/composables/useProblemText";
import { useToasts } from "@/composables/useToasts";

export function useTastes(changed: () => void) {
  const { show } = useToasts();
  const explain = useProblemText();
  const tastes = shallowRef<Tastes | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const isBusy = ref(false);

  async function load(): Promise<void> {
    try {
      tastes.value = await getTastes();
      problem.value = null;
    } catch (reason) {
      problem.value = asProblem(reason);
    }
  }

  async function attempt(work: () => Promise<Tastes>): Promise<void> {
    isBusy.value = true;
    try {
      tastes.value = await work();
      changed();
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
    } finally {
      isBusy.value = false;
    }
  }

  const change = (changes: TastesChange) => attempt(() => changeTastes(changes));
  const forget = () =>
    attempt(async () => {
      await forgetTastes();
      return getTastes();
    });

  return { tastes, problem, isBusy, load, change, forget };
}
