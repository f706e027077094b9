/** What a row of the tray says: an icon, a sentence, a tone, and what can be done next. */
import type { IconName } from "@/components/icon/paths";
import type { UploadItem } from "@/stores/uploads/item";

export interface RowState {
  icon: IconName;
  /** Key under `upload.state`. */
  words: string;
  tone: "" | "ok" | "no" | "warn";
}

const plain = (icon: IconName, words: string, tone: RowState["tone"] = ""): RowState => ({ icon, words, tone });

export function rowState(item: UploadItem): RowState {
  switch (item.state) {
    case "waiting":
      return item.isInspected ? plain("clock", "waiting") : plain("clock", "inspecting");
    case "sending":
      return item.progress < 1 ? plain("upload", "sending") : plain("clock", "checking");
    case "known":
      return plain("copy", "known", "warn");
    case "refused":
      return plain("warning", "refused", "no");
    case "interrupted":
      return plain("pause", "interrupted", "warn");
    case "cancelled":
      return plain("close", "cancelled");
    case "sent":
      return sentState(item);
  }
}

function sentState({ image }: UploadItem): RowState {
  if (image?.state === "failed") return plain("warning", "damaged", "no");
  if (image?.state !== "ready") return plain("check", "preparing", "ok");
  if (image.understanding === "pending") return plain("check", "reading", "ok");
  if (image.review === "held") return plain("shield", "held", "warn");
  if (image.understanding === "failed") return plain("check", "notUnderstood", "ok");
  return plain("check", "done", "ok");
}
