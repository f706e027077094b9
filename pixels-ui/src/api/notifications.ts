/** What one is told, and of what one wants to be told. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Notification = Schemas["NotificationOut"];
export type NotificationSettings = Schemas["SettingsOut"];
export type Often = NotificationSettings["digest"];
/** What can happen. */
export type Occasion = Notification["kind"];

export const OCCASIONS: readonly Occasion[] = ["like", "comment", "reply", "mention", "follow", "request", "accepted", "collected", "hit", "decision", "appeal", "invited", "guest"];

export const OFTEN: readonly Often[] = ["off", "hourly", "daily"];

export const listNotifications = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/notifications", { params: { query }, signal }));

export const countUnread = async () =>
  (await answerOf(api.GET("/api/v1/notifications", { params: { query: { limit: 1 } } }))).unread;

/** These, or all that were told until a moment. */
export const markRead = (what: { ids: string[] } | { until: string }) => answerOf(api.POST("/api/v1/notifications/read", { body: what }));

export const getNotificationSettings = () => answerOf(api.GET("/api/v1/me/notification-settings"));

/** Whether one is told of this kind: here (`app`), by mail; whether devices show what is told here (`push`). */
export const tellOf = (kind: Occasion, ways: { app: boolean } | { mail: boolean } | { push: boolean }) =>
  answerOf(api.PATCH("/api/v1/me/notification-settings", { body: { kinds: { [kind]: ways } as Schemas["SettingsChange"]["kinds"] } }));

/** How often mails tell of what happened. */
export const sendMails = (digest: Often) => answerOf(api.PATCH("/api/v1/me/notification-settings", { body: { digest } }));

export const muteAlbums = (ids: string[]) => answerOf(api.PATCH("/api/v1/me/notification-settings", { body: { muted_albums: ids } }));
