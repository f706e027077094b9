/** Comments on images and albums: threads, single ones with all that they answer, and what one does with them. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { ThingKind } from "./types";
import type { components } from "./schema";

export type ThreadSort = components["schemas"]["ThreadSort"];
type Query = ListOptions & { sort?: ThreadSort; parent?: string };

const one = (id: string) => ({ params: { path: { comment_id: id } } });

/** The threads on something; with `parent` what is below that comment. */
export const listComments = (kind: ThingKind, id: string, { signal, ...query }: Query) =>
  answerOf(
    kind === "image"
      ? api.GET("/api/v1/images/{image_id}/comments", { params: { path: { image_id: id }, query }, signal })
      : api.GET("/api/v1/albums/{album_id}/comments", { params: { path: { album_id: id }, query }, signal }),
  );

/** A comment with all that it answers, the root first. */
export const getComment = (id: string, signal?: AbortSignal) =>
  answerOf(
    api.GET("/api/v1/comments/{comment_id}", {
      params: { path: { comment_id: id }, query: { context: true } },
      ...(signal ? { signal } : {}),
    }),
  );

export type CommentVersion = components["schemas"]["VersionOut"];

/** For moderators: what it said before it was changed or deleted, the latest first. Each page is told to the log. */
export const listVersions = (id: string, { signal, ...query }: ListOptions) =>
  answerOf(api.POST("/api/v1/comments/{comment_id}/history", { params: { path: { comment_id: id }, query }, signal }));

/** The same `key` sent again gives the comment that it made before. */
export const addComment = (kind: ThingKind, id: string, body: { text: string; parent: string | null }, key: string) => {
  const headers = { "Idempotency-Key": key };
  return answerOf(
    kind === "image"
      ? api.POST("/api/v1/images/{image_id}/comments", { params: { path: { image_id: id } }, body, headers })
      : api.POST("/api/v1/albums/{album_id}/comments", { params: { path: { album_id: id } }, body, headers }),
  );
};

export const changeComment = (id: string, change: { text: string } | { hidden: boolean }) =>
  answerOf(api.PATCH("/api/v1/comments/{comment_id}", { ...one(id), body: change as components["schemas"]["CommentChange"] }));

export const deleteComment = (id: string) => answerOf(api.DELETE("/api/v1/comments/{comment_id}", one(id)));

export const setCommentLiked = (id: string, isLiked: boolean) =>
  answerOf(isLiked ? api.PUT("/api/v1/comments/{comment_id}/like", one(id)) : api.DELETE("/api/v1/comments/{comment_id}/like", one(id)));
