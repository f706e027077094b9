/** Large files in pieces (tus 1.0): what broke off goes on where it was, after a reload too, once the same file is chosen. */
import { DetailedError, Upload } from "tus-js-client";
import { address, answerOf, api, callHeaders } from "./client";
import { getImage } from "./images";
import { offlineProblem, Problem, readProblem } from "./problem";
import type { FormOptions, UploadFields } from "./upload";
import type { Image } from "./types";

const PIECE = 8_000_000;
const PAUSES = [0, 1000, 3000, 5000, 10_000];

export type Metadata = Record<string, string>;

/** Smaller ones are sent in one request. */
export const comesInPieces = (file: File) => file.size > PIECE;

/** Resolves to the id of an upload that is all there. */
export async function sendInPieces(file: File, metadata: Metadata, options: FormOptions): Promise<string> {
  const told = { filename: file.name, ...metadata };
  const { promise, resolve, reject } = settling<string>();
  const upload = new Upload(file, {
    endpoint: address("/uploads"),
    chunkSize: PIECE,
    metadata: told,
    retryDelays: PAUSES,
    removeFingerprintOnSuccess: true,
    fingerprint: async () => ["pixels", file.name, file.size, file.lastModified, JSON.stringify(told)].join("|"),
    onBeforeRequest: (request) => {
      for (const [name, value] of Object.entries(callHeaders("PATCH"))) request.setHeader(name, value);
    },
    onShouldRetry: (error) => mayPass(problemOf(error)),
    onProgress: (sent, total) => options.onProgress(total ? sent / total : 0),
    onSuccess: () => resolve(upload.url?.split("/").at(-1) ?? ""),
    onError: (error) => reject(problemOf(error)),
  });
  options.signal.addEventListener("abort", () => void upload.abort().then(() => reject(new DOMException("", "AbortError"))), { once: true });
  const [begun] = await upload.findPreviousUploads();
  if (begun) upload.resumeFromPreviousUpload(begun);
  if (!options.signal.aborted) upload.start();
  return promise;
}

/** A large picture, by the same gates as a small one. */
export async function sendLargeImage(file: File, fields: Partial<UploadFields>, options: FormOptions): Promise<Image> {
  const upload_id = await sendInPieces(file, metadataOf(fields), options);
  const { image } = await answerOf(api.GET("/api/v1/uploads/{upload_id}", { params: { path: { upload_id } } }));
  return getImage(image ?? "");
}

export function metadataOf(fields: Partial<UploadFields>): Metadata {
  const told: Metadata = {};
  for (const [name, value] of Object.entries(fields)) {
    const text = typeof value === "string" ? value : (value ?? []).join("\n");
    if (text) told[name] = text;
  }
  return told;
}

function problemOf(error: Error): Problem {
  const answer = error instanceof DetailedError ? error.originalResponse : null;
  if (!answer) return offlineProblem();
  return readProblem(answer.getStatus(), answer.getBody(), (name) => answer.getHeader(name) ?? null);
}

/** Without an answer, or one that another try may better: another request was faster, or bytes were hurt on their way. */
function mayPass({ status }: Problem): boolean {
  return status === 0 || status === 409 || status === 460 || status >= 500;
}

function settling<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<Value>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
