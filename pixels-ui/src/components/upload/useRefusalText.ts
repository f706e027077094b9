/** Why a picture was not taken, in the language of the page. */
import { useI18n } from "vue-i18n";
import type { Problem } from "@/api/problem";
import { useProblemText } from "@/composables/useProblemText";

export function useRefusalText(): (problem: Problem) => string {
  const { t, te, locale } = useI18n();
  const explain = useProblemText();
  return (problem) => {
    if (locale.value !== "en" && te(`upload.code.${problem.code}`)) return t(`upload.code.${problem.code}`);
    return problem.errors[0]?.message && locale.value === "en" ? problem.errors[0].message : explain(problem);
  };
}
