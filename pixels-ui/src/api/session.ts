/** Who is logged in: session, registration, the first account, own settings. */
import { call } from "./client";
import type { Account, Language, Session } from "./types";

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

export interface AccountChanges {
  display_name?: string;
  language?: Language;
  time_zone?: string;
  understanding?: boolean;
}

export const getSession = (signal?: AbortSignal) => call<Session>("GET", "/session", signal ? { signal } : {});

export const logIn = (login: string, password: string) =>
  call<Account>("POST", "/session", { body: { login, password } });

export const logOut = () => call<void>("DELETE", "/session");

export const register = (account: NewAccount) => call<Account>("POST", "/accounts", { body: account });

export const createFirstAccount = (token: string, account: NewAccount) =>
  call<Account>("POST", "/first-account", { body: { token, ...account } });

export const changeMe = (changes: AccountChanges) => call<Account>("PATCH", "/me", { body: changes });
