/** The feed of what one follows, and following tags and albums. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { components } from "./schema";

export type FeedReason = components["schemas"]["FeedReason"];
export type FollowedTag = components["schemas"]["FollowedTag"];
export type FollowedAlbum = components["schemas"]["FollowedAlbum"];
/** What can be followed apart from people. */
export type Followable = "tag" | "album";

const tag = (key: string) => ({ params: { path: { key } } });
const album = (id: string) => ({ params: { path: { album_id: id } } });

export const getFeed = ({ signal, ...query }: ListOptions) => answerOf(api.GET("/api/v1/feed", { params: { query }, signal }));

/** What was added until then was seen. */
export const seeFeed = (until: string) => answerOf(api.POST("/api/v1/feed/seen", { body: { until } }));

export const getFollowing = (kind: Followable, id: string) =>
  answerOf(kind === "tag" ? api.GET("/api/v1/tags/{key}/follow", tag(id)) : api.GET("/api/v1/albums/{album_id}/follow", album(id)));

export const setFollowing = (kind: Followable, id: string, follows: boolean) => {
  if (kind === "tag") return answerOf(follows ? api.PUT("/api/v1/tags/{key}/follow", tag(id)) : api.DELETE("/api/v1/tags/{key}/follow", tag(id)));
  return answerOf(follows ? api.PUT("/api/v1/albums/{album_id}/follow", album(id)) : api.DELETE("/api/v1/albums/{album_id}/follow", album(id)));
};

export const listFollowedTags = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/me/followed-tags", { params: { query }, signal }));

export const listFollowedAlbums = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/me/followed-albums", { params: { query }, signal }));
