/** The levels of privacy and their icons, from open to closed. */
import type { Privacy } from "@/api/types";
import type { IconName } from "@/components/icon/paths";

export const PRIVACY_ICONS: Record<Privacy, IconName> = { public: "globe", private: "lock" };
