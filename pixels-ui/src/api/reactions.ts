/** Likes, and the collection of one tap. Each may be sent twice. */
import { answerOf, api } from "./client";
import type { ThingKind } from "./types";

const image = (id: string) => ({ params: { path: { image_id: id } } });
const album = (id: string) => ({ params: { path: { album_id: id } } });

export const setLiked = (kind: ThingKind, id: string, isLiked: boolean) => {
  if (kind === "image") {
    return answerOf(isLiked ? api.PUT("/api/v1/images/{image_id}/like", image(id)) : api.DELETE("/api/v1/images/{image_id}/like", image(id)));
  }
  return answerOf(isLiked ? api.PUT("/api/v1/albums/{album_id}/like", album(id)) : api.DELETE("/api/v1/albums/{album_id}/like", album(id)));
};

export const setCollected = (kind: ThingKind, id: string, isCollected: boolean) => {
  if (kind === "image") {
    return answerOf(isCollected ? api.PUT("/api/v1/images/{image_id}/collect", image(id)) : api.DELETE("/api/v1/images/{image_id}/collect", image(id)));
  }
  return answerOf(isCollected ? api.PUT("/api/v1/albums/{album_id}/collect", album(id)) : api.DELETE("/api/v1/albums/{album_id}/collect", album(id)));
};
