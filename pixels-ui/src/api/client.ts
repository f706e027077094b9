/** The one way to the server: same origin, session cookie, CSRF token on changes, problems as `Problem`. */
import { offlineProblem, readProblem } from "./problem";

export const BASE = "/api/v1";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>;

export interface CallOptions {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

const identity = { csrfToken: "", language: "en" };

export function setCsrfToken(token: string): void {
  identity.csrfToken = token;
}

export function setApiLanguage(language: string): void {
  identity.language = language;
}

/** Headers of every call; uploads by XMLHttpRequest use them too. */
export function callHeaders(method: Method): Record<string, string> {
  const headers: Record<string, string> = {
    Accept: "application/json, application/problem+json",
    "Accept-Language": identity.language,
  };
  if (method !== "GET") headers["X-CSRFToken"] = identity.csrfToken;
  return headers;
}

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const tail = search.toString();
  return `${BASE}${path}${tail ? `?${tail}` : ""}`;
}

/** Makes a call; gives the JSON (undefined for an empty answer) or throws a `Problem`. An abort is thrown as it is. */
export async function call<Answer>(method: Method, path: string, options: CallOptions = {}): Promise<Answer> {
  const headers = { ...callHeaders(method), ...options.headers };
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (options.signal) init.signal = options.signal;
  if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(options.body);
  }
  const response = await reach(address(path, options.query), init);
  const text = await response.text();
  if (!response.ok) throw readProblem(response.status, text, (name) => response.headers.get(name));
  return (text ? JSON.parse(text) : undefined) as Answer;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (reason) {
    if (reason instanceof TypeError) throw offlineProblem();
    throw reason;
  }
}
