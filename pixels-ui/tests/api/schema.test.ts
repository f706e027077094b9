import { readFileSync } from "node:fs";
import { join } from "node:path";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "../../src/api");

test("the types are those of the server's document (npm run api)", async () => {
  const document = JSON.parse(readFileSync(join(folder, "openapi.json"), "utf8")) as never;
  const types = astToString(await openapiTS(document, { defaultNonNullable: false, alphabetize: true }));
  expect(`${COMMENT_HEADER}${types}`).toBe(readFileSync(join(folder, "schema.d.ts"), "utf8"));
});
