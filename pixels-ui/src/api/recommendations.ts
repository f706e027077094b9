/** What is recommended, what one says to it, what is known of one's taste. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Recommendation = Schemas["RecommendationOut"];
export type Reason = Schemas["ReasonOut"];
export type Verdict = Schemas["Feedback"]["verdict"];
export type Tastes = Schemas["TastesOut"];
export type Taste = Schemas["TasteOut"];
export type Recorded = keyof Tastes["records"];
export interface TastesChange {
  on?: boolean;
  records?: Partial<Record<Recorded, boolean>>;
  tastes?: { key: string; factor: number }[];
}

export const VERDICTS: readonly Verdict[] = ["more", "less", "hide"];
export const RECORDED: readonly Recorded[] = ["like", "collect", "comment", "view", "follow", "search"];

export const listRecommendations = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/recommendations", { params: { query }, signal }));

/** Varied pictures to begin with. */
export const listPicks = () => answerOf(api.GET("/api/v1/recommendations/picks"));

export const judge = (image: string, verdict: Verdict) => answerOf(api.POST("/api/v1/recommendations/feedback", { body: { image, verdict } }));
/** As if nothing had been said of this picture. */
export const unjudge = (image: string) => answerOf(api.DELETE("/api/v1/recommendations/feedback/{image_id}", { params: { path: { image_id: image } } }));

export const getTastes = () => answerOf(api.GET("/api/v1/me/tastes"));
export const changeTastes = (changes: TastesChange) =>
  answerOf(api.PATCH("/api/v1/me/tastes", { body: changes as Schemas["TastesChange"] }));
export const forgetTastes = () => answerOf(api.DELETE("/api/v1/me/tastes"));

/** Somebody looked at this picture for two seconds or longer. */
export const countView = (id: string) => answerOf(api.POST("/api/v1/images/{image_id}/views", { params: { path: { image_id: id } } }));
