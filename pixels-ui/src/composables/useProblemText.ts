/** A problem as a sentence for people, in the language of the page; the server's own words only where they are in it. */
import { useI18n } from "vue-i18n";
import type { Problem } from "@/api/problem";

const KNOWN = [400, 401, 403, 404, 409, 413, 415, 422, 429, 503];

export function useProblemText(): (problem: Problem) => string {
  const { t, te, locale } = useI18n();
  return (problem) => {
    if (problem.isOffline) return t("errors.offline");
    if (te(`errors.code.${problem.code}`)) return t(`errors.code.${problem.code}`);
    if (problem.status === 429 && problem.retryAfter) return t("errors.wait", { seconds: problem.retryAfter });
    if (problem.detail && locale.value === "en") return problem.detail;
    return KNOWN.includes(problem.status) ? t(`errors.status.${problem.status}`) : t("errors.status.other");
  };
}

/** How the server's notes at fields begin, and ours for them. */
const NOTES: readonly [start: string, key: string][] = [
  ["This is taken", "taken"],
  ["This is too easy", "easy"],
  ["String should have at least", "short"],
  ["At least", "short"],
  ["String should have at most", "long"],
  ["value is not a valid email", "email"],
  ["This cannot be empty", "empty"],
  ["Those are not the digits", "digits"],
  ["This code is not right", "code"],
  ["This is not your password", "password"],
  ["This is not the name of your account", "otherName"],
  ["This is over", "over"],
  ["An address begins with", "address"],
];

/** The notes of a problem by field, in the language of the page. */
export function useFieldTexts(): (problem: Problem) => Record<string, string> {
  const { t, locale } = useI18n();
  return (problem) =>
    Object.fromEntries(
      Object.entries(problem.byField).map(([field, message]) => {
        const key = NOTES.find(([start]) => message.startsWith(start))?.[1];
        if (key) return [field, t(`errors.field.${key}`)];
        return [field, locale.value === "en" ? message : t("errors.field.other")];
      }),
    );
}
