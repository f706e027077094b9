/** Who is here and how the site is: read at the start, after logging in, and while the models are getting ready. */
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { Problem } from "@/api/problem";
import * as api from "@/api/session";
import { onLoggedOut, setApiLanguage, setCsrfToken } from "@/api/client";
import type { Account, Language, Session } from "@/api/types";
import { showPasskey } from "@/composables/usePasskeys";
import { deviceTimeZone } from "@/composables/timeZones";
import { firstLanguage, i18n, rememberLanguage, useLanguage } from "@/locales";

export const useSession = defineStore("session", () => {
  const session = ref<Session | null>(null);
  const account = computed<Account | null>(() => session.value?.account ?? null);
  const site = computed(() => session.value?.site ?? null);
  const isLoggedIn = computed(() => account.value !== null);
  const isModerator = computed(() => account.value !== null && account.value.role !== "member");

  async function refresh(): Promise<void> {
    const fresh = await api.getSession();
    setCsrfToken(fresh.csrf_token);
    session.value = fresh;
  }

  /** For calls that nobody waits for: a server that cannot be reached now is asked again later. */
  async function refreshQuietly(): Promise<void> {
    try {
      await refresh();
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
    }
  }

  async function begin(): Promise<void> {
    onLoggedOut(() => void refreshQuietly());
    await speak(firstLanguage());
    await refresh();
    await adoptLanguage();
  }

  async function logIn(login: api.Login): Promise<void> {
    await api.logIn(login);
    await comeBack();
  }

  /** True when one is in; false when the person broke it off. */
  async function logInByPasskey(): Promise<boolean> {
    const { options } = await api.getPasskeyQuestion();
    const credential = await showPasskey(options);
    if (!credential) return false;
    await api.logInByPasskey(credential);
    await comeBack();
    return true;
  }

  async function recover(token: string, password: string, code: string): Promise<void> {
    await api.recover(token, password, code);
    await comeBack();
  }

  async function comeBack(): Promise<void> {
    await refresh();
    await adoptLanguage();
  }

  async function register(person: api.NewAccount): Promise<void> {
    await api.register(person);
    await enter();
  }

  async function createFirstAccount(token: string, person: api.FirstAccount): Promise<void> {
    await api.createFirstAccount(token, person);
    await enter();
  }

  async function logOut(): Promise<void> {
    await api.logOut();
    await refresh();
  }

  async function change(changes: api.AccountChanges): Promise<void> {
    const changed = await api.changeMe(changes);
    if (session.value) session.value = { ...session.value, account: changed };
  }

  async function changeLanguage(language: Language): Promise<void> {
    rememberLanguage(language);
    await speak(language);
    if (account.value && account.value.language !== language) await change({ language });
  }

  /** After registering, the language used so far and this device's time zone become the account's. */
  async function enter(): Promise<void> {
    await refresh();
    const language = i18n.global.locale.value as Language;
    rememberLanguage(language);
    await change({ language, time_zone: deviceTimeZone() });
  }

  /** The account remembers its language on every device. */
  async function adoptLanguage(): Promise<void> {
    const language = account.value?.language;
    if (!language) return;
    rememberLanguage(language);
    await speak(language);
  }

  async function speak(language: Language): Promise<void> {
    setApiLanguage(language);
    await useLanguage(language);
  }

  return {
    session,
    account,
    site,
    isLoggedIn,
    isModerator,
    refresh,
    refreshQuietly,
    begin,
    logIn,
    logInByPasskey,
    recover,
    logOut,
    register,
    createFirstAccount,
    change,
    changeLanguage,
  };
});
