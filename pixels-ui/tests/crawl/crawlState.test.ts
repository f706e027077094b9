import { expect, test } from "vitest";
import type { Candidate, Crawl } from "@/api/crawls";
import { hostOf, isWebAddress, newOnes, partsOf, reasonKey, sharesOf } from "@/components/crawl/crawlState";
import { licenceName, termsOf } from "@/components/crawl/licences";

const counts = { pages: 1, found: 7, saved: 2, duplicate: 3, refused: 1, failed: 1 };
const crawl = { state: "running", counts, waiting: 8 } as unknown as Crawl;
const candidates = (...states: Candidate["state"][]) => states.map((state, at) => ({ id: `c${at}`, state }) as Candidate);

test("what is left to look at is what was found less what is saved", () => {
  expect(partsOf(crawl)).toEqual({ saved: 2, found: 5, duplicate: 3, refused: 1, failed: 1 });
});

test("the bar leaves room for what is still to be asked, but not once it is over", () => {
  const filled = (one: Crawl) => Object.values(sharesOf(partsOf(one), one)).reduce((sum, share) => sum + share, 0);
  expect(filled(crawl)).toBeCloseTo(60);
  expect(filled({ ...crawl, state: "cancelled" })).toBeCloseTo(100);
  expect(filled({ ...crawl, counts: {}, waiting: 0 } as Crawl)).toBe(0);
});

test("new are those that are neither one's own nor on the way", () => {
  expect(newOnes(candidates("found", "duplicate", "saving", "saved", "failed", "found"))).toEqual(["c0", "c5"]);
});

test.each([
  ["https://example.org/a", true],
  ["example.org", false],
  ["ftp://example.org", false],
  ["https://", false],
  ["https://a b.org", false],
])("%s is an address of the web: %s", (url, is) => expect(isWebAddress(url)).toBe(is));

test("a host is named with its port, and what is no address as it is", () => {
  expect([hostOf("https://example.org:81/a"), hostOf("nowhere")]).toEqual(["example.org:81", "nowhere"]);
});

test("reasons of the server are known by how they begin", () => {
  expect(reasonKey("The site answered 404.")).toBe("answered");
  expect(reasonKey("The site does not want this to be fetched (robots.txt).")).toBe("robots");
  expect(reasonKey("Something new.")).toBe("other");
});

test.each([
  ["CC-BY-SA-4.0", "CC BY-SA 4.0", ["by", "sa"]],
  ["CC-BY-3.0-SE", "CC BY 3.0 SE", ["by"]],
  ["CC0-1.0", "CC0 1.0", ["free"]],
  ["CC-PDM-1.0", "CC PDM 1.0", ["publicDomain"]],
  ["RS-InC-EDU-1.0", "RightsStatements.org InC-EDU", ["inCopyright"]],
  ["MIT", "MIT", []],
])("the licence %s is written %s", (licence, name, terms) => {
  expect([licenceName(licence), termsOf(licence)]).toEqual([name, terms]);
});
