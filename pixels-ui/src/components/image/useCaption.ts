/** What the machine would say of a picture, in the language of the page; empty until it is known, and where nothing is. */
import { onScopeDispose, shallowRef, computed } from "vue";
import { useI18n } from "vue-i18n";
import { getCaptions } from "@/api/images";

export function useCaption(id: string) {
  const { locale } = useI18n();
  const said = shallowRef<Record<string, string>>({});
  const running = new AbortController();
  onScopeDispose(() => running.abort());
  // A proposal that does not come is not missed.
  getCaptions(id, running.signal).then(
    (answer) => (said.value = answer.captions),
    () => {},
  );
  return computed(() => said.value[locale.value] ?? "");
}
