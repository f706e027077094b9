/** Share links: those to one's own things, and what one shows to whoever holds it. */
import { address, answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type ShareKind = Schemas["Shared"]["kind"];
export type ShareLink = Schemas["LinkOut"];
export type FreshLink = Schemas["NewLinkOut"];
export type LinkTerms = Partial<Schemas["NewLink"]>;
export type Shared = Schemas["Shared"];
export type SharedImage = Schemas["SharedImage"];
export type SharedAlbum = Schemas["LinkedAlbum"];
export type SharedAlbumInside = Schemas["LinkedAlbumInside"];

const PLACES = { image: "images", album: "albums", collection: "collections" } as const;
const thing = (kind: ShareKind, id: string) => ({ things: PLACES[kind], thing_id: id });

export const listLinks = (kind: ShareKind, id: string, limit = 100) =>
  answerOf(api.GET("/api/v1/{things}/{thing_id}/links", { params: { path: thing(kind, id), query: { limit } } }));

export const addLink = (kind: ShareKind, id: string, terms: LinkTerms) =>
  answerOf(api.POST("/api/v1/{things}/{thing_id}/links", { params: { path: thing(kind, id) }, body: terms }));

export const revokeLink = (kind: ShareKind, id: string, link: string) =>
  answerOf(api.DELETE("/api/v1/{things}/{thing_id}/links/{link_id}", { params: { path: { ...thing(kind, id), link_id: link } } }));

const held = (token: string) => ({ params: { path: { token } } });

/** What a link shows. Each call is counted as a look. */
export const getShared = (token: string) => answerOf(api.GET("/api/v1/share/{token}", held(token)));

export const unlockShared = (token: string, password: string) =>
  answerOf(api.POST("/api/v1/share/{token}/unlock", { ...held(token), body: { password } }));

/** `album`: one below the album that the link leads to. */
type PlaceOptions = ListOptions & { album?: string };

export const listShared = (token: string, { signal, ...query }: PlaceOptions) =>
  answerOf(api.GET("/api/v1/share/{token}/images", { params: { path: { token }, query }, signal }));

export const listSharedAlbums = (token: string, { signal, ...query }: PlaceOptions) =>
  answerOf(api.GET("/api/v1/share/{token}/albums", { params: { path: { token }, query }, signal }));

export const getSharedAlbum = (token: string, album_id: string) =>
  answerOf(api.GET("/api/v1/share/{token}/albums/{album_id}", { params: { path: { token, album_id } } }));

/** Where all files that the link shows there come as one. */
export const archiveAddress = (token: string, album?: string) => address(`/share/${token}/zip`, album ? { album } : {});
