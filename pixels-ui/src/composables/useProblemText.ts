/** A problem as a sentence for people: the server's own words, else ours for the kind of failure. */
import { useI18n } from "vue-i18n";
import type { Problem } from "@/api/problem";

const KNOWN = [400, 401, 403, 404, 409, 413, 415, 422, 429, 503];

export function useProblemText(): (problem: Problem) => string {
  const { t } = useI18n();
  return (problem) => {
    if (problem.isOffline) return t("errors.offline");
    if (problem.detail) return problem.detail;
    if (problem.status === 429 && problem.retryAfter) return t("errors.wait", { seconds: problem.retryAfter });
    return KNOWN.includes(problem.status) ? t(`errors.status.${problem.status}`) : t("errors.status.other");
  };
}
