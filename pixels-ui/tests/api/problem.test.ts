import { expect, test } from "vitest";
import { asProblem, Problem, readProblem } from "@/api/problem";

const headers =
  (known: Record<string, string> = {}) =>
  (name: string) =>
    known[name] ?? null;

test("problem+json is read whole", () => {
  const body = JSON.stringify({
    type: "/problems/invalid",
    title: "Unprocessable Entity",
    status: 422,
    detail: "Some fields cannot be taken.",
    request_id: "7c1e",
    errors: [
      { field: "name", message: "This is taken." },
      { field: "name", message: "Too short." },
      { field: "email", message: "No address." },
    ],
  });
  const problem = readProblem(422, body, headers());
  expect(problem).toMatchObject({
    status: 422,
    code: "invalid",
    requestId: "7c1e",
    message: "Some fields cannot be taken.",
  });
  expect(problem.byField).toEqual({ name: "This is taken. Too short.", email: "No address." });
});

test.each(["", "<html>Bad gateway</html>", "null", "[1]", '{"errors": "none"}', '{"errors": [null, 1, {}]}'])(
  "an answer that is no problem+json (%s) is a problem too",
  (body) => {
    const problem = readProblem(502, body, headers({ "X-Request-Id": "h1", "Retry-After": "7" }));
    expect(problem).toMatchObject({ status: 502, detail: "", requestId: "h1", retryAfter: 7, byField: {} });
  },
);

test("a date in Retry-After is not a number of seconds", () => {
  expect(readProblem(503, "", headers({ "Retry-After": "Wed, 21 Oct" })).retryAfter).toBeNull();
});

test("what is not a problem is thrown on", () => {
  const problem = new Problem(404, "", "", "");
  expect(asProblem(problem)).toBe(problem);
  expect(() => asProblem(new RangeError("bug"))).toThrow("bug");
});
