/** Follow, block, mute and what undoes them; every open list then reads itself anew. */
import { ref } from "vue";
import { useI18n } from "vue-i18n";
import * as people from "@/api/people";
import { asProblem } from "@/api/problem";
import type { Person } from "@/api/types";
import { useProblemText } from "@/composables/useProblemText";
import { useQuestion } from "@/composables/useQuestion";
import { useToasts } from "@/composables/useToasts";
import { useStanding } from "@/stores/standing";

const nameOf = (person: Person) => person.display_name || person.name;

export function useTies() {
  const { t } = useI18n();
  const { ask } = useQuestion();
  const { show } = useToasts();
  const explain = useProblemText();
  const standing = useStanding();
  const isBusy = ref(false);

  async function attempt(work: () => Promise<unknown>, said = ""): Promise<void> {
    isBusy.value = true;
    try {
      await work();
      if (said) show({ text: said });
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
    } finally {
      isBusy.value = false;
      standing.changed();
    }
  }

  const follow = (person: Person) => attempt(() => people.follow(person.name));

  /** A locked account has to be asked again, so that is asked about; an open one is not. */
  async function unfollow(person: Person): Promise<void> {
    const isSure =
      !person.locked ||
      person.relation?.state !== "following" ||
      (await ask({ title: t("people.unfollowTitle", { name: nameOf(person) }), text: t("people.unfollowText"), confirm: t("people.unfollow") }));
    if (isSure) await attempt(() => people.unfollow(person.name));
  }

  async function block(person: Person): Promise<void> {
    const name = nameOf(person);
    const isSure = await ask({ title: t("people.blockTitle", { name }), text: t("people.blockText"), confirm: t("people.block"), kind: "danger" });
    if (isSure) await attempt(() => people.block(person.name), t("people.blockedNow", { name }));
  }

  const unblock = (person: Person) => attempt(() => people.unblock(person.name), t("people.unblockedNow", { name: nameOf(person) }));
  const mute = (person: Person) => attempt(() => people.mute(person.name), t("people.mutedNow", { name: nameOf(person) }));
  const unmute = (person: Person) => attempt(() => people.unmute(person.name), t("people.unmutedNow", { name: nameOf(person) }));
  const accept = (person: Person) => attempt(() => people.acceptRequest(person.name), t("people.accepted", { name: nameOf(person) }));
  const decline = (person: Person) => attempt(() => people.declineRequest(person.name), t("people.declined", { name: nameOf(person) }));

  async function removeFollower(person: Person): Promise<void> {
    const name = nameOf(person);
    const isSure = await ask({ title: t("people.removeTitle", { name }), text: t("people.removeText"), confirm: t("people.remove") });
    if (isSure) await attempt(() => people.removeFollower(person.name), t("people.removed", { name }));
  }

  return { isBusy, follow, unfollow, block, unblock, mute, unmute, accept, decline, removeFollower };
}
