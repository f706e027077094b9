/** Projects: their briefs and members, and pictures of the library and the web that fit, taken or hidden. */
import { address, answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Project = Schemas["ProjectOut"];
export type ProjectSummary = Schemas["ProjectSummary"];
export type Brief = Schemas["BriefOut"];
export type Reference = Schemas["ReferenceOut"];
export type Reason = Reference["reasons"][number];
export type Role = Schemas["ProjectRole"];
export type Verdict = Schemas["Verdict"];
export type Shelf = Schemas["Shelf"];
export type BoardFormat = "png" | "pdf" | "zip";

const at = (project_id: string) => ({ path: { project_id } });

/** One's own and those that one is a member of, newest first. */
export const listProjects = ({ signal, ...query }: ListOptions) => answerOf(api.GET("/api/v1/projects", { params: { query }, signal }));

export const createProject = (title: string) =>
  answerOf(api.POST("/api/v1/projects", { body: { title } as Schemas["NewProject"] }));

export const getProject = (id: string) => answerOf(api.GET("/api/v1/projects/{project_id}", { params: at(id) }));

export const changeProject = (id: string, title: string, brief: Brief) =>
  answerOf(api.PATCH("/api/v1/projects/{project_id}", { params: at(id), body: { title, brief } }));

export const deleteProject = (id: string) => answerOf(api.DELETE("/api/v1/projects/{project_id}", { params: at(id) }));

const member = (project_id: string, name: string) => ({ path: { project_id, name } });

export const giveRole = (id: string, name: string, role: Role) =>
  answerOf(api.PUT("/api/v1/projects/{project_id}/members/{name}", { params: member(id, name), body: { role } }));

export const takeRole = (id: string, name: string) =>
  answerOf(api.DELETE("/api/v1/projects/{project_id}/members/{name}", { params: member(id, name) }));

/** The best first; without a verdict what nobody took or hid. */
export const listReferences = (id: string, from: Shelf, verdict: Verdict | null, { signal, ...query }: ListOptions) =>
  answerOf(
    api.GET("/api/v1/projects/{project_id}/references", {
      params: { ...at(id), query: { ...query, from, ...(verdict ? { verdict } : {}) } },
      signal,
    }),
  );

/** Of the web they become private images of whoever takes them. */
export const takeReference = (id: string, from: Shelf, reference: string) =>
  answerOf(
    api.POST("/api/v1/projects/{project_id}/references/take", { params: at(id), body: { from, ids: [reference] } as Schemas["Taking"] }),
  );

export const hideReference = (id: string, from: Shelf, reference: string) =>
  answerOf(api.POST("/api/v1/projects/{project_id}/references/hide", { params: at(id), body: { from, ids: [reference] } }));

export const undoReference = (id: string, from: Shelf, reference: string) =>
  answerOf(api.POST("/api/v1/projects/{project_id}/references/undo", { params: at(id), body: { from, ids: [reference] } }));

/** Small, and sent by this site: the browser asks no other. */
export const foundAddress = (id: string, candidate: string) => address(`/projects/${id}/found/${candidate}/preview`);

/** All that was taken, with whom it is owed to, as one file. */
export const boardAddress = (id: string, format: BoardFormat) => address(`/projects/${id}/board?format=${format}`);
