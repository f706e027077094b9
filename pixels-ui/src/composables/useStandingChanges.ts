/** Reads a list anew when what somebody may see has changed; a list that is kept aside waits until it is shown again. */
import { onActivated, onDeactivated, watch } from "vue";
import { useStanding } from "@/stores/standing";

export function useStandingChanges(refresh: () => unknown): void {
  const standing = useStanding();
  let seen = standing.version;
  let isShown = true;

  function look(): void {
    if (!isShown || seen === standing.version) return;
    seen = standing.version;
    void refresh();
  }

  watch(() => standing.version, look);
  onActivated(() => {
    isShown = true;
    look();
  });
  onDeactivated(() => (isShown = false));
}
