/** Sending pictures: by XMLHttpRequest, because only it tells how much has been sent. */
import { address, answerOf, api, callHeaders } from "./client";
import { offlineProblem, readProblem } from "./problem";
import type { CategoryKey, Image, Privacy } from "./types";

export interface UploadFields {
  title: string;
  description: string;
  alt_text: string;
  tags: string[];
  /** Empty: the machine suggests one. */
  category: CategoryKey | "";
  privacy: Privacy;
  licence: string;
  author: string;
  source_url: string;
  /** Id of the album it goes into; empty for none. */
  album: string;
}

export interface FormOptions {
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

export interface SendOptions extends FormOptions {
  /** Sent again after an unknown outcome, it makes the server answer with the first result. */
  idempotencyKey: string;
}

export const sendImage = (file: File, fields: Partial<UploadFields>, options: SendOptions): Promise<Image> =>
  sendForm("/images", makeForm(file, fields), options, { "Idempotency-Key": options.idempotencyKey });

export function sendForm<Answer>(path: string, form: FormData, options: FormOptions, more: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address(path));
    const headers = { ...callHeaders("POST"), ...more };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => options.onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => settle(request, resolve, reject);
    request.onerror = () => reject(offlineProblem());
    request.onabort = () => reject(new DOMException("", "AbortError"));
    options.signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}

function settle<Answer>(request: XMLHttpRequest, resolve: (answer: Answer) => void, reject: (reason: unknown) => void): void {
  if (request.status >= 200 && request.status < 300) return resolve(JSON.parse(request.responseText) as Answer);
  reject(readProblem(request.status, request.responseText, (name) => request.getResponseHeader(name)));
}

export function makeForm(file: File, fields: Partial<UploadFields>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") {
      if (value) form.append(name, value);
    } else for (const one of value ?? []) form.append(name, one);
  }
  form.append("file", file, file.name);
  return form;
}

/** Which of these one has already: SHA-256 to id. */
export async function findKnown(sha256: readonly string[]): Promise<Record<string, string>> {
  const { known } = await answerOf(api.POST("/api/v1/images/known", { body: { sha256: [...sha256] } }));
  return known;
}
