/** Failures of a call as one value: what the server said (problem+json), or that it could not be reached. */
export interface FieldError {
  field: string;
  message: string;
}

export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly requestId: string,
    readonly errors: readonly FieldError[] = [],
    /** Seconds to wait before another try, when the server named them. */
    readonly retryAfter: number | null = null,
    readonly type = "about:blank",
    /** The path of a page where something can be done about it. */
    readonly page = "",
  ) {
    super(detail || title);
  }

  get isOffline(): boolean {
    return this.status === 0;
  }

  /** The server's word for the kind of failure: the end of `type`, as in `/problems/wrong-login`. */
  get code(): string {
    return this.type.split("/").at(-1) ?? "";
  }

  /** Messages by field; several for one field are joined. */
  get byField(): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const { field, message } of this.errors) {
      fields[field] = fields[field] ? `${fields[field]} ${message}` : message;
    }
    return fields;
  }
}

export function offlineProblem(): Problem {
  return new Problem(0, "", "", "");
}

/** Reads any failed answer, also one that is not problem+json (a proxy's HTML page, an empty body). */
export function readProblem(status: number, body: string, headers: (name: string) => string | null): Problem {
  const known = parse(body);
  const text = (key: string) => (typeof known[key] === "string" ? (known[key] as string) : "");
  const errors = Array.isArray(known.errors) ? known.errors.filter(isFieldError) : [];
  const requestId = text("request_id") || headers("X-Request-Id") || "";
  const wait = Number.parseInt(headers("Retry-After") ?? "", 10);
  const retryAfter = Number.isFinite(wait) ? wait : null;
  return new Problem(
    status,
    text("title"),
    text("detail"),
    requestId,
    errors,
    retryAfter,
    text("type") || "about:blank",
    text("page"),
  );
}

export function asProblem(reason: unknown): Problem {
  if (reason instanceof Problem) return reason;
  throw reason;
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch (reason) {
    if (reason instanceof SyntaxError) return {};
    throw reason;
  }
}

function isFieldError(value: unknown): value is FieldError {
  const entry = value as FieldError | null;
  return typeof entry === "object" && typeof entry?.field === "string" && typeof entry.message === "string";
}
