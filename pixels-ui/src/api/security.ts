/** What guards one's own account: password, address, second factor, passkeys, logins, tokens, invitations; and leaving. */
import { answerOf, api } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Place = Schemas["LoginOut"];
export type Token = Schemas["TokenOut"];
export type NewToken = Schemas["NewToken"];
export type Passkey = Schemas["PasskeyOut"];
export type Totp = Schemas["TotpOut"];
export type Invitation = Schemas["InvitationOut"];

export const changePassword = (current_password: string, password: string) =>
  answerOf(api.POST("/api/v1/me/password", { body: { current_password, password } }));

export const changeEmail = (email: string, password: string) =>
  answerOf(api.POST("/api/v1/me/email", { body: { email, password } }));
export const sendConfirmationAgain = () => answerOf(api.POST("/api/v1/me/email-confirmation"));

export const listPlaces = () => answerOf(api.GET("/api/v1/me/sessions"));
export const logOutAt = (id: string) =>
  answerOf(api.DELETE("/api/v1/me/sessions/{login_id}", { params: { path: { login_id: id } } }));
export const logOutEverywhere = () => answerOf(api.DELETE("/api/v1/me/sessions"));

export const listTokens = () => answerOf(api.GET("/api/v1/me/tokens"));
export const addToken = (token: NewToken) => answerOf(api.POST("/api/v1/me/tokens", { body: token }));
export const revokeToken = (id: string) =>
  answerOf(api.DELETE("/api/v1/me/tokens/{token_id}", { params: { path: { token_id: id } } }));

export const beginTotp = (password: string) => answerOf(api.POST("/api/v1/me/totp", { body: { password } }));
export const confirmTotp = (code: string) => answerOf(api.PUT("/api/v1/me/totp", { body: { code } }));
export const removeTotp = (password: string) => answerOf(api.DELETE("/api/v1/me/totp", { body: { password } }));
export const renewRecoveryCodes = (password: string) =>
  answerOf(api.POST("/api/v1/me/recovery-codes", { body: { password } }));

export const listPasskeys = () => answerOf(api.GET("/api/v1/me/passkeys"));
export const getNewPasskeyQuestion = (password: string) =>
  answerOf(api.POST("/api/v1/me/passkeys/options", { body: { password } }));
export const addPasskey = (name: string, credential: Record<string, unknown>) =>
  answerOf(api.POST("/api/v1/me/passkeys", { body: { name, credential } }));
export const removePasskey = (id: string) =>
  answerOf(api.DELETE("/api/v1/me/passkeys/{passkey_id}", { params: { path: { passkey_id: id } } }));

export const listInvitations = () => answerOf(api.GET("/api/v1/me/invitations"));
export const invite = () => answerOf(api.POST("/api/v1/me/invitations"));
export const withdrawInvitation = (id: string) =>
  answerOf(api.DELETE("/api/v1/me/invitations/{invitation_id}", { params: { path: { invitation_id: id } } }));

export const closeAccount = (password: string, name: string) =>
  answerOf(api.DELETE("/api/v1/me", { body: { password, name } }));
