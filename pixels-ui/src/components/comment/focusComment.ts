/** The place of a comment on the page: links lead there, and the focus goes there. */
import { nextTick } from "vue";

export const placeOf = (id: string) => `comment-${id}`;

/** True when it is on the page. */
export async function focusComment(id: string): Promise<boolean> {
  await nextTick();
  const place = document.getElementById(placeOf(id));
  place?.focus();
  place?.scrollIntoView({ block: "center" });
  return place !== null;
}
