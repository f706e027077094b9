/** The title of the page: "Explore · Pixels". */
import { watchEffect } from "vue";
import { useSession } from "@/stores/session";

export function useTitle(title: () => string): void {
  const session = useSession();
  watchEffect(() => {
    const site = session.site?.name ?? "Pixels";
    const own = title();
    document.title = own && own !== site ? `${own} · ${site}` : site;
  });
}
