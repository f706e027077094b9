/** Begins a search by picture and opens its page; when it cannot be begun, a notice says why. */
import { ref } from "vue";
import { useRouter } from "vue-router";
import { asProblem } from "@/api/problem";
import { searchByFile, searchByImage, type Box } from "@/api/reverseSearch";
import type { ReverseSearch } from "@/api/types";
import { useRefusalText } from "@/components/upload/useRefusalText";
import { useToasts } from "@/composables/useToasts";
import { useQueryPictures } from "@/stores/queryPictures";

const isStarting = ref(false);

export function useReverseStart() {
  const router = useRouter();
  const pictures = useQueryPictures();
  const { show } = useToasts();
  const explain = useRefusalText();

  async function begin(start: () => Promise<ReverseSearch>, file: File | null, query: Record<string, string>): Promise<void> {
    if (isStarting.value) return;
    isStarting.value = true;
    try {
      const { id } = await start();
      if (file) pictures.put(id, file);
      await router.push({ name: "reverse", params: { id }, query });
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
    } finally {
      isStarting.value = false;
    }
  }

  const byFile = (file: File, box: Box | null = null) => begin(() => searchByFile(file, box), file, {});

  /** The address keeps which picture it is, so that a box can be drawn on it after the page was loaded again too. */
  const byImage = (image: string, box: Box | null = null) => begin(() => searchByImage(image, box), null, { image });

  return { isStarting, byFile, byImage };
}
