import { expect, test } from "vitest";
import { safeNext } from "@/router";

test.each(["/account", "/images/a?b=1", "/"])("after logging in one comes back to %s", (path) => {
  expect(safeNext(path)).toBe(path);
});

test.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", undefined, ["/a"]])(
  "%s leads to the first page",
  (path) => {
    expect(safeNext(path)).toBe("/");
  },
);
