/** People: who somebody is, who follows whom, whom one has blocked or muted. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { Eyes } from "./types";

const one = (name: string) => ({ params: { path: { name } } });
const seen = (eyes: Eyes | null) => (eyes ? { as: eyes } : {});

export const getPerson = (name: string, eyes: Eyes | null = null, signal?: AbortSignal) =>
  answerOf(
    api.GET("/api/v1/people/{name}", {
      params: { path: { name }, query: seen(eyes) },
      ...(signal ? { signal } : {}),
    }),
  );

/** People whose name begins so, to complete one that is being typed. */
export const listPeople = (q: string, limit: number, signal: AbortSignal) =>
  answerOf(api.GET("/api/v1/people", { params: { query: { q, limit } }, signal }));

export const listPersonImages = (name: string, eyes: Eyes | null, { signal, ...query }: ListOptions) =>
  answerOf(
    api.GET("/api/v1/people/{name}/images", { params: { path: { name }, query: { ...query, ...seen(eyes) } }, signal }),
  );

export const listFollowers = (name: string, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/people/{name}/followers", { params: { path: { name }, query }, signal }));

export const listFollowing = (name: string, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/people/{name}/following", { params: { path: { name }, query }, signal }));

export const follow = (name: string) => answerOf(api.PUT("/api/v1/people/{name}/follow", one(name)));
export const unfollow = (name: string) => answerOf(api.DELETE("/api/v1/people/{name}/follow", one(name)));

export const listRequests = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/me/follow-requests", { params: { query }, signal }));
export const acceptRequest = (name: string) => answerOf(api.PUT("/api/v1/me/follow-requests/{name}", one(name)));
export const declineRequest = (name: string) => answerOf(api.DELETE("/api/v1/me/follow-requests/{name}", one(name)));
export const removeFollower = (name: string) => answerOf(api.DELETE("/api/v1/me/followers/{name}", one(name)));

export const listBlocked = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/me/blocks", { params: { query }, signal }));
export const block = (name: string) => answerOf(api.PUT("/api/v1/me/blocks/{name}", one(name)));
export const unblock = (name: string) => answerOf(api.DELETE("/api/v1/me/blocks/{name}", one(name)));

export const listMuted = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/me/mutes", { params: { query }, signal }));
export const mute = (name: string) => answerOf(api.PUT("/api/v1/me/mutes/{name}", one(name)));
export const unmute = (name: string) => answerOf(api.DELETE("/api/v1/me/mutes/{name}", one(name)));
