import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../src");
const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.(vue|ts|css)$/.test(name));
const files = names
  .filter((name) => name !== join("api", "schema.d.ts"))
  .map((name) => ({ name, text: readFileSync(join(root, name), "utf8") }));
const inMarkup = (name: string) => /^(components|views)\W/.test(name);

test("components stay small", () => {
  const long = files.filter(({ name, text }) => name.endsWith(".vue") && text.trimEnd().split("\n").length > 200);
  expect(long.map(({ name }) => name)).toEqual([]);
});

test("only src/api speaks to the server", () => {
  const speaks = /\bfetch\(|XMLHttpRequest|EventSource|openapi-fetch/;
  const wrong = files.filter(
    ({ name, text }) => !name.startsWith("api") && speaks.test(text.replaceAll(/\/\*\*.*?\*\//gs, "")),
  );
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test("components compare no privacy levels, owners or roles: the server says what one can do", () => {
  const rule = /(?:owner\.name|\.role|account\.name)\s*[!=]==/;
  expect(files.filter(({ name, text }) => inMarkup(name) && rule.test(text)).map(({ name }) => name)).toEqual([]);
});

test("every icon is used", () => {
  const drawn = [...files.find(({ name }) => name.endsWith("paths.ts"))!.text.matchAll(/^ {2}(\w+):/gm)].map(
    (match) => match[1]!,
  );
  const rest = files
    .filter(({ name }) => !name.endsWith("paths.ts"))
    .map(({ text }) => text)
    .join("\n");
  expect(drawn.filter((icon) => !new RegExp(`["'\`]${icon}["'\`]`).test(rest))).toEqual([]);
});

test("every composable is used", () => {
  const own = files.filter(({ name }) => name.startsWith("composables"));
  const unused = own.filter(({ name }) => {
    const short = name.replace(/^.*[\\/]/, "").replace(".ts", "");
    return !files.some((other) => other.name !== name && other.text.includes(`/${short}"`));
  });
  expect(unused.map(({ name }) => name)).toEqual([]);
});
