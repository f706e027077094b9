/** Who is logged in: session, registration, the first account, own settings. */
import { answerOf, api } from "./client";
import type { components } from "./schema";

export type NewAccount = components["schemas"]["Registration"];
export type AccountChanges = components["schemas"]["AccountChange"] & { locked?: boolean };

export const getSession = () => answerOf(api.GET("/api/v1/session"));

export const logIn = (login: string, password: string) =>
  answerOf(api.POST("/api/v1/session", { body: { login, password } }));

export const logOut = () => answerOf(api.DELETE("/api/v1/session"));

export const register = (account: NewAccount) => answerOf(api.POST("/api/v1/accounts", { body: account }));

export const createFirstAccount = (token: string, account: NewAccount) =>
  answerOf(api.POST("/api/v1/first-account", { body: { token, ...account } }));

export const changeMe = (changes: AccountChanges) => answerOf(api.PATCH("/api/v1/me", { body: changes }));
