/** Reports, and what moderators decided about oneself. */
import { answerOf, api } from "./client";
import type { ListOptions } from "./images";
import type { components } from "./schema";

export type NewReport = components["schemas"]["ReportStart"];
export type Report = components["schemas"]["ReportOut"];
export type MyReport = components["schemas"]["MyReport"];
export type MyDecision = components["schemas"]["MyDecision"];
export type NewNotice = components["schemas"]["TakedownStart"];
export type Month = components["schemas"]["Month"];
export type Suspension = components["schemas"]["SuspensionOut"];
export type Appeal = components["schemas"]["AppealOut"];
export type Reason = NewReport["reason"];
export type Reportable = NewReport["kind"];

export const REASONS: readonly Reason[] = ["spam", "abuse", "sexual", "violence", "copyright", "privacy", "other"];

export const sendReport = (report: NewReport) => answerOf(api.POST("/api/v1/reports", { body: report }));

export const getReport = (id: string) =>
  answerOf(api.GET("/api/v1/reports/{report_id}", { params: { path: { report_id: id } } }));

export const sendTakedown = (notice: NewNotice) => answerOf(api.POST("/api/v1/takedowns", { body: notice }));

export const getTakedown = (id: string, token: string) =>
  answerOf(api.GET("/api/v1/takedowns/{report_id}", { params: { path: { report_id: id }, query: { token } } }));

export const getTotals = () => answerOf(api.GET("/api/v1/transparency"));

export const listReports = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/me/reports", { params: { query }, signal }));

export const listDecisions = ({ signal, ...query }: ListOptions) =>
  answerOf(api.GET("/api/v1/me/decisions", { params: { query }, signal }));

export const getSuspension = (token: string) =>
  answerOf(api.GET("/api/v1/suspensions/{token}", { params: { path: { token } } }));

/** With the token of a suspended account in place of a login. */
export const sendAppeal = (decision: string, text: string, token = "") =>
  token
    ? answerOf(api.POST("/api/v1/suspensions/{token}/appeals", { params: { path: { token } }, body: { decision, text } }))
    : answerOf(api.POST("/api/v1/appeals", { body: { decision, text } }));
