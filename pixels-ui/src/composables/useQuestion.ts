/** Asks a person in a dialog and waits for the answer; `QuestionDialog` in the frame of the page shows it. */
import { readonly, shallowRef } from "vue";

export interface Question {
  title: string;
  text: string;
  confirm: string;
  cancel?: string;
  kind?: "primary" | "danger";
  /** The button works only once this number has been typed. */
  number?: number;
}

/** Null: the dialog was left without an answer. */
export type Answer = boolean | null;

const asked = shallowRef<Question | null>(null);
let settle: (answer: Answer) => void = () => undefined;

function ask(question: Question): Promise<Answer> {
  settle(null);
  asked.value = question;
  return new Promise((resolve) => (settle = resolve));
}

function answer(said: Answer): void {
  asked.value = null;
  settle(said);
  settle = () => undefined;
}

export function useQuestion() {
  return { asked: readonly(asked), ask, answer };
}
