/** The one way to the server: same origin, session cookie, CSRF token on changes, problems as `Problem`. */
import createClient from "openapi-fetch";
import { offlineProblem, readProblem } from "./problem";
import type { paths } from "./schema";

/** The path that the whole site lies below, without a slash at the end; mostly none. */
export const ROOT = document.documentElement.dataset.root ?? "";
export const BASE = `${ROOT}/api/v1`;

type Query = Record<string, string | number | boolean>;

const identity = { csrfToken: "", language: "en", whenLoggedOut: () => {} };

/** Typed by the server's OpenAPI document; a failed call throws a `Problem`, an aborted one what `fetch` throws. */
export const api = createClient<paths>({ baseUrl: window.location.origin + ROOT, fetch: reach });

api.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(callHeaders(request.method))) request.headers.set(name, value);
  },
  async onResponse({ response }) {
    if (response.ok) return;
    const problem = readProblem(response.status, await response.text(), (name) => response.headers.get(name));
    if (problem.code === "login-needed") identity.whenLoggedOut();
    throw problem;
  },
});

/** What a call of `api` answered. */
export async function answerOf<Answer>(call: Promise<{ data?: Answer }>): Promise<Answer> {
  return (await call).data as Answer;
}

export function setCsrfToken(token: string): void {
  identity.csrfToken = token;
}

/** `listener` runs when the server says that the login is over. */
export function onLoggedOut(listener: () => void): void {
  identity.whenLoggedOut = listener;
}

export function csrfToken(): string {
  return identity.csrfToken;
}

export function setApiLanguage(language: string): void {
  identity.language = language;
}

/** Headers of every call; uploads by XMLHttpRequest use them too. */
export function callHeaders(method: string): Record<string, string> {
  const headers = { Accept: "application/json, application/problem+json", "Accept-Language": identity.language };
  return method === "GET" ? headers : { ...headers, "X-CSRFToken": identity.csrfToken };
}

/** An address for links and forms. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return search.size > 0 ? `${BASE}${path}?${search}` : `${BASE}${path}`;
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (reason) {
    if (reason instanceof TypeError) throw offlineProblem();
    throw reason;
  }
}
