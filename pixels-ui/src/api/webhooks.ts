/** Programs of one's own that are told what one is told, and what was sent to them. */
import { answerOf, api } from "./client";
import type { Occasion } from "./notifications";
import type { ListOptions } from "./images";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Webhook = Schemas["WebhookOut"];
export type Delivery = Schemas["DeliveryOut"];
export interface WebhookFields {
  url: string;
  kinds: Occasion[];
}

const at = (webhook_id: string) => ({ path: { webhook_id } });

export const listWebhooks = () => answerOf(api.GET("/api/v1/me/webhooks"));
export const addWebhook = (body: WebhookFields) => answerOf(api.POST("/api/v1/me/webhooks", { body }));
export const changeWebhook = (id: string, change: WebhookFields | { active: boolean }) =>
  answerOf(api.PATCH("/api/v1/me/webhooks/{webhook_id}", { params: at(id), body: change as Schemas["WebhookChange"] }));
export const removeWebhook = (id: string) => answerOf(api.DELETE("/api/v1/me/webhooks/{webhook_id}", { params: at(id) }));
export const tryWebhook = (id: string) => answerOf(api.POST("/api/v1/me/webhooks/{webhook_id}/test", { params: at(id) }));

export const listDeliveries = (id: string, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/me/webhooks/{webhook_id}/deliveries", { params: { ...at(id), query }, signal }));
export const replayDelivery = (webhook_id: string, delivery_id: string) =>
  answerOf(
    api.POST("/api/v1/me/webhooks/{webhook_id}/deliveries/{delivery_id}/replay", {
      params: { path: { webhook_id, delivery_id } },
    }),
  );
