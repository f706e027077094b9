/** State of a form (its element has `ref="form"`) that is sent: busy, what failed, messages at the fields; the first wrong field gets the focus. */
import { nextTick, ref, shallowRef, useTemplateRef } from "vue";
import { asProblem, type Problem } from "@/api/problem";
import { useFieldTexts } from "./useProblemText";

export function useForm() {
  const notes = useFieldTexts();
  const isBusy = ref(false);
  const problem = shallowRef<Problem | null>(null);
  const errors = ref<Record<string, string>>({});
  const form = useTemplateRef<HTMLFormElement>("form");

  /** Sends unless `check` finds something; true when it went through. */
  async function submit(check: () => Record<string, string>, send: () => Promise<void>): Promise<boolean> {
    problem.value = null;
    errors.value = check();
    if (Object.keys(errors.value).length > 0) return fail();
    isBusy.value = true;
    try {
      await send();
      return true;
    } catch (reason) {
      problem.value = asProblem(reason);
      errors.value = notes(problem.value);
      return fail();
    } finally {
      isBusy.value = false;
    }
  }

  async function fail(): Promise<false> {
    await nextTick();
    form.value?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    return false;
  }

  return { isBusy, problem, errors, submit };
}
