/** What is asked when somebody chooses a level: with numbers before more people can see something, and once about the lock. */
import { useI18n } from "vue-i18n";
import { getProvenance } from "@/api/crawls";
import { asProblem } from "@/api/problem";
import type { Privacy } from "@/api/types";
import { licenceName } from "@/components/crawl/licences";
import { isWider, narrower } from "@/components/picture/privacy";
import { useOwn } from "@/stores/own";
import { useSession } from "@/stores/session";
import { useProblemText } from "./useProblemText";
import { useQuestion } from "./useQuestion";
import { useToasts } from "./useToasts";

export interface Widening {
  /** What is in effect now. */
  from: Privacy;
  /** What is chosen for it. */
  to: Privacy;
  /** Id of the album that it will be in; empty for none. */
  album: string;
  what: "picture" | "album";
  /** Of the pictures in an album. */
  count?: number;
  /** Whether a position is known of it. */
  isPlaced?: boolean;
}

export function usePrivacyQuestions() {
  const { t, locale } = useI18n();
  const { ask } = useQuestion();
  const { show } = useToasts();
  const explain = useProblemText();
  const own = useOwn();
  const session = useSession();

  /** True when it may be done: narrowing is never asked about. */
  async function mayChange({ from, to: chosen, album, what, count = 0, isPlaced = false }: Widening): Promise<boolean> {
    if (!isWider(chosen, from)) return true;
    await own.load();
    const to = narrower(chosen, own.byId.get(album)?.effective_privacy ?? "public");
    if (!isWider(to, from)) return true;
    const people = own.followers ?? 0;
    const who = to === "public" ? t("privacy.widen.everyoneCan") : t("privacy.widen.followersCan", { count: people }, people);
    const parts = [
      who,
      what === "album" ? t("privacy.widen.pictures", { count }, count) : "",
      isPlaced ? t("privacy.widen.placed") : "",
      t("privacy.widen.back"),
    ];
    const answer = await ask({
      title: t(`privacy.widen.${what}.${to}`),
      text: parts.filter(Boolean).join(locale.value === "zh" ? "" : " "),
      confirm: t(`privacy.widen.confirm.${to}`),
    });
    return answer === true;
  }

  /** The first time that somebody with an open account chooses "followers": anybody could follow and see it. */
  async function askAboutLock(level: Privacy): Promise<void> {
    const { account } = session;
    if (level !== "followers" || !account || account.locked || account.asked_to_lock) return;
    const answer = await ask({
      title: t("privacy.lock.title"),
      text: t("privacy.lock.text"),
      confirm: t("privacy.lock.lock"),
      cancel: t("privacy.lock.open"),
    });
    if (answer === null) return;
    try {
      await session.change({ locked: answer });
      show({ text: t(answer ? "privacy.lock.locked" : "privacy.lock.opened") });
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
    }
  }

  /** A picture from the web whose licence does not let everybody copy it: whether it is to be public all the same. */
  async function mayPublish(id: string): Promise<boolean> {
    const { sources } = await getProvenance(id);
    const names = [...new Set(sources.flatMap(({ licence }) => (licence ? [licenceName(licence)] : [])))];
    const licence = names.length ? t("privacy.licence.some", { licence: names.join(", ") }) : t("privacy.licence.none");
    const answer = await ask({
      title: t("privacy.licence.title"),
      text: t("privacy.licence.text", { licence }),
      confirm: t("privacy.licence.confirm"),
    });
    return answer === true;
  }

  return { mayChange, mayPublish, askAboutLock };
}
