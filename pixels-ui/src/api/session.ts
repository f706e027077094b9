/** Who is logged in: session, captcha, registration, recovery, the first account, own settings. */
import { answerOf, api } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Login = Schemas["LoginIn"];
export type NewAccount = Schemas["Registration"];
export type FirstAccount = Pick<NewAccount, "name" | "email" | "password">;
export type AccountChanges = Partial<Schemas["AccountChange"]>;
export type Captcha = Schemas["CaptchaOut"];

const one = (token: string) => ({ params: { path: { token } } });

export const getSession = () => answerOf(api.GET("/api/v1/session"));

/** Digits to see and to hear; each is good for one try. */
export const newCaptcha = () => answerOf(api.GET("/api/v1/captcha"));

export const logIn = (login: Login) => answerOf(api.POST("/api/v1/session", { body: login }));

export const logOut = () => answerOf(api.DELETE("/api/v1/session"));

export const getPasskeyQuestion = () => answerOf(api.POST("/api/v1/session/passkey/options"));

export const logInByPasskey = (credential: Record<string, unknown>) =>
  answerOf(api.POST("/api/v1/session/passkey", { body: { credential } }));

export const register = (account: NewAccount) => answerOf(api.POST("/api/v1/accounts", { body: account }));

export const createFirstAccount = (token: string, account: FirstAccount) =>
  answerOf(api.POST("/api/v1/first-account", { body: { token, ...account } }));

/** The answer does not tell whether there is such an account. */
export const askForRecovery = (email: string) => answerOf(api.POST("/api/v1/password-recovery", { body: { email } }));

export const recover = (token: string, password: string, code: string) =>
  answerOf(api.POST("/api/v1/password-recovery/{token}", { ...one(token), body: { password, code } }));

export const confirmEmail = (token: string) => answerOf(api.POST("/api/v1/email-confirmation/{token}", one(token)));

export const changeMe = (changes: AccountChanges) =>
  answerOf(api.PATCH("/api/v1/me", { body: changes as Schemas["AccountChange"] }));
