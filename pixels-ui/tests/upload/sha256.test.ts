import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashFile, Sha256 } from "@/stores/uploads/sha256";

const expected = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const made = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255);

describe("the hash of a chosen file", () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 100_003])("is SHA-256 for %d bytes", (length) => {
    const hash = new Sha256();
    hash.update(made(length));
    expect(Buffer.from(hash.digest()).toString("hex")).toBe(expected(made(length)));
  });

  it("does not depend on the pieces it is fed in", () => {
    const bytes = made(10_000);
    const hash = new Sha256();
    for (let at = 0; at < bytes.length; at += 37) hash.update(bytes.subarray(at, at + 37));
    expect(Buffer.from(hash.digest()).toString("hex")).toBe(expected(bytes));
  });

  it("of a large file read in pieces equals that of the whole", async () => {
    const length = 33 * 1024 * 1024;
    expect(await hashFile(zeros(length))).toBe(expected(new Uint8Array(length)));
  });
});

function zeros(length: number): Blob {
  const slice = (start: number, end: number) => zeros(Math.min(end, length) - start);
  return { size: length, slice, arrayBuffer: async () => new ArrayBuffer(length) } as unknown as Blob;
}
