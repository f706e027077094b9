/** Leaves the account and goes to Explore; a failure is told in a toast. */
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";
import { asProblem } from "@/api/problem";
import { useSession } from "@/stores/session";
import { useProblemText } from "./useProblemText";
import { useToasts } from "./useToasts";

export function useLogOut(): () => Promise<void> {
  const { t } = useI18n();
  const router = useRouter();
  const session = useSession();
  const explain = useProblemText();
  const { show } = useToasts();
  return async () => {
    try {
      await router.push({ name: "explore" });
      await session.logOut();
      show({ text: t("session.loggedOut") });
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
    }
  };
}
