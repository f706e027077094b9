/** Pictures of guests: sent through a share link, taken or refused by the owner of the album. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { components } from "./schema";
import { sendForm, type SendOptions } from "./upload";

export type GuestPicture = components["schemas"]["GuestPictureOut"];
/** What becomes of pictures that wait. */
export type Decision = "approve" | "refuse";

const one = (album_id: string) => ({ params: { path: { album_id } } });

export const listGuests = (album: string, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/albums/{album_id}/guests", { params: { ...one(album).params, query }, signal }));

/** These, or the oldest of all. */
export function decideGuests(album: string, decision: Decision, ids?: string[]) {
  const chosen = { ...one(album), body: ids ? { ids } : {} };
  return answerOf(decision === "approve" ? api.POST("/api/v1/albums/{album_id}/guests/approve", chosen) : api.POST("/api/v1/albums/{album_id}/guests/refuse", chosen));
}

/** As somebody who holds the link and calls themselves `name`. */
export async function sendAsGuest(token: string, file: File, name: string, options: SendOptions): Promise<void> {
  const form = new FormData();
  if (name) form.append("name", name);
  form.append("file", file, file.name);
  await sendForm<unknown>(`/share/${token}/images`, form, options, { "Idempotency-Key": options.idempotencyKey });
}
