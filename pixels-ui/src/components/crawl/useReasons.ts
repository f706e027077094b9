/** Why something was refused or failed, and what a licence allows, as words in the language of the page. */
import { useI18n } from "vue-i18n";
import { reasonKey } from "./crawlState";
import { licenceName, termsOf } from "./licences";

export function useReasons() {
  const { t, locale } = useI18n();

  /** The server's own sentence where it is in this language. */
  function reason(said: string): string {
    if (said && locale.value === "en") return said;
    return t(`crawls.reason.${reasonKey(said)}`, { status: /\d{3}/.exec(said)?.[0] ?? "" });
  }

  const licence = (stated: string | null) => (stated ? licenceName(stated) : t("crawls.noLicence"));
  const terms = (stated: string | null) => termsOf(stated ?? "").map((term) => t(`crawls.terms.${term}`)).join(t("upload.comma"));
  return { reason, licence, terms };
}
