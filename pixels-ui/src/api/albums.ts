/** Albums: single ones, somebody's, what is in them, what their owner can do with them. */
import { address, answerOf, api } from "./client";
import { getInParts, type ListOptions } from "./images";
import type { Album, Eyes } from "./types";
import type { components } from "./schema";

export type NewAlbum = components["schemas"]["NewAlbum"];
export type AlbumChanges = Partial<components["schemas"]["AlbumChange"]>;

/** So many images one call can move. */
export const MOST_AT_ONCE = 1000;
const ALBUMS_PER_CALL = 100;

const one = (id: string) => ({ params: { path: { album_id: id } } });
const seen = (eyes: Eyes | null) => (eyes ? { as: eyes } : {});

export const getAlbum = (id: string, eyes: Eyes | null = null, signal?: AbortSignal) =>
  answerOf(
    api.GET("/api/v1/albums/{album_id}", {
      params: { path: { album_id: id }, query: seen(eyes) },
      ...(signal ? { signal } : {}),
    }),
  );

export const listAlbumImages = (id: string, eyes: Eyes | null, { signal, ...query }: ListOptions) =>
  answerOf(
    api.GET("/api/v1/albums/{album_id}/images", {
      params: { path: { album_id: id }, query: { ...query, ...seen(eyes) } },
      signal,
    }),
  );

/** Somebody's albums right below `parent`, or those that are in no other with "top". */
export const listAlbums = (name: string, parent: string, eyes: Eyes | null, { signal, ...query }: ListOptions) =>
  answerOf(
    api.GET("/api/v1/people/{name}/albums", {
      params: { path: { name }, query: { ...query, parent, ...seen(eyes) } },
      signal,
    }),
  );

/** All of somebody's albums at every depth. */
export const listAllAlbums = (name: string): Promise<Album[]> =>
  getInParts((cursor) =>
    answerOf(
      api.GET("/api/v1/people/{name}/albums", {
        params: { path: { name }, query: { cursor, limit: ALBUMS_PER_CALL } },
      }),
    ),
  );

export const addAlbum = (album: NewAlbum) => answerOf(api.POST("/api/v1/albums", { body: album }));

export const changeAlbum = (id: string, changes: AlbumChanges) =>
  answerOf(api.PATCH("/api/v1/albums/{album_id}", { ...one(id), body: changes as components["schemas"]["AlbumChange"] }));

export const deleteAlbum = (id: string, images: "keep" | "trash") =>
  answerOf(api.DELETE("/api/v1/albums/{album_id}", { params: { path: { album_id: id }, query: { images } } }));

/** Into the album, or out of it. */
export async function moveImages(ids: readonly string[], album: string, way: "into" | "out"): Promise<void> {
  for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
    const body = { ids: ids.slice(start, start + MOST_AT_ONCE) };
    if (way === "into") await api.PUT("/api/v1/albums/{album_id}/images", { ...one(album), body });
    else await api.DELETE("/api/v1/albums/{album_id}/images", { ...one(album), body });
  }
}

export const understandAlbumAgain = (id: string) =>
  answerOf(api.POST("/api/v1/albums/{album_id}/classification", one(id)));

export const albumZipAddress = (id: string) => address(`/albums/${id}/zip`);

export type AlbumRole = components["schemas"]["AlbumRole"];
export type Editor = components["schemas"]["EditorOut"];
export type AlbumEvent = components["schemas"]["ChangeOut"];

const part = (id: string, name: string) => ({ params: { path: { album_id: id, name } } });

/** Its owner, and everybody with a role in it. */
export const listEditors = (id: string) => answerOf(api.GET("/api/v1/albums/{album_id}/editors", one(id)));

export const giveRole = (id: string, name: string, role: AlbumRole) => answerOf(api.PUT("/api/v1/albums/{album_id}/editors/{name}", { ...part(id, name), body: { role } }));

export type SharedAlbum = components["schemas"]["SharedAlbum"];

/** Albums of others that one has a part in. */
export const listSharedAlbums = ({ signal, ...query }: ListOptions) => answerOf(api.GET("/api/v1/me/albums/shared", { params: { query }, signal }));

/** With one's own name: leaves it. */
export const takeRole = (id: string, name: string) => answerOf(api.DELETE("/api/v1/albums/{album_id}/editors/{name}", part(id, name)));

/** What was changed in it, newest first. */
export const listAlbumEvents = (id: string, { signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/albums/{album_id}/changes", { params: { path: { album_id: id }, query }, signal }));

/** Takes back what one person changed, to the end; how many changes that were. */
export async function undoChanges(id: string, person: string): Promise<number> {
  const { undone, more } = await answerOf(api.POST("/api/v1/albums/{album_id}/changes/undo", { ...one(id), body: { person } }));
  return more && undone > 0 ? undone + (await undoChanges(id, person)) : undone;
}
