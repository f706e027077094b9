/** Switches the language in place; when the account could not remember it, a toast says so. */
import { asProblem } from "@/api/problem";
import type { Language } from "@/api/types";
import { useSession } from "@/stores/session";
import { useProblemText } from "./useProblemText";
import { useToasts } from "./useToasts";

export function useChangeLanguage(): (language: Language) => Promise<void> {
  const session = useSession();
  const explain = useProblemText();
  const { show } = useToasts();
  return async (language) => {
    try {
      await session.changeLanguage(language);
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
    }
  };
}
