import { expect, test } from "vitest";
import { useQuestion } from "@/composables/useQuestion";

const question = (title: string) => ({ title, text: "", confirm: "Yes" });

test("a question waits for its answer", async () => {
  const { ask, asked, answer } = useQuestion();
  const waiting = ask(question("May I?"));
  expect(asked.value?.title).toBe("May I?");
  answer(true);
  expect([await waiting, asked.value]).toEqual([true, null]);
});

test("leaving a question is neither yes nor no", async () => {
  const { ask, answer } = useQuestion();
  const waiting = ask(question("May I?"));
  answer(null);
  expect(await waiting).toBeNull();
});

test("a further question ends the one before without an answer", async () => {
  const { ask, answer } = useQuestion();
  const first = ask(question("One?"));
  const second = ask(question("Two?"));
  answer(false);
  expect([await first, await second]).toEqual([null, false]);
});
