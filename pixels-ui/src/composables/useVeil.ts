/** Pictures that show more than somebody chose to see are veiled until they ask for each. */
import { reactive } from "vue";
import type { Album } from "@/api/types";
import { useSession } from "@/stores/session";

const LEVELS = ["safe", "suggestive", "explicit"] as const;
export type Sensitivity = (typeof LEVELS)[number];
export { LEVELS as SENSITIVITIES };

interface Veilable {
  id: string;
  sensitivity: Sensitivity;
  owner?: { name: string };
}

/** What was asked for stays open until the page is left for good. */
const lifted = reactive(new Set<string>());

export function useVeil(): { isVeiled: (picture: Veilable | null | undefined) => boolean; lift: (picture: Veilable) => void } {
  const session = useSession();

  function isVeiled(picture: Veilable | null | undefined): boolean {
    if (!picture || lifted.has(picture.id)) return false;
    const { account } = session;
    if (account && picture.owner?.name === account.name) return false;
    return LEVELS.indexOf(picture.sensitivity) > LEVELS.indexOf(account?.shows_up_to ?? "safe");
  }

  return { isVeiled, lift: (picture) => lifted.add(picture.id) };
}

/** The cover of an album; to its owner it is one of their own pictures. */
export function coverOf(album: Album) {
  return album.cover ? { ...album.cover, owner: album.owner } : null;
}
