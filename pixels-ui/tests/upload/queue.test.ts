import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import type { Image } from "@/api/types";
import { EMPTY_FIELDS, fieldsOf, formatOf, makeItem, type UploadItem } from "@/stores/uploads/item";
import { makeSender } from "@/stores/uploads/sender";
import { spokenStep, totalsOf } from "@/stores/uploads/totals";

const picture = (name: string) => makeItem(new File(["x"], name, { type: "image/jpeg" }));
const answer = (status: number, detail = "", wait: number | null = null) => new Problem(status, "", detail, "", [], wait);

function bench(items: UploadItem[], send: (item: UploadItem, signal: AbortSignal) => Promise<Image>) {
  let atOnce = 0;
  let most = 0;
  const waits: (number | null)[] = [];
  const counted = async (item: UploadItem, signal: AbortSignal) => {
    most = Math.max(most, ++atOnce);
    try {
      return await send(item, signal);
    } finally {
      atOnce -= 1;
    }
  };
  const change = (item: UploadItem, changes: Partial<UploadItem>) => void Object.assign(item, changes);
  const sender = makeSender({ items: () => items, send: counted, change, wait: (seconds) => waits.push(seconds) });
  return { sender, waits, most: () => most };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));
const states = (items: UploadItem[]) => items.map((item) => item.state);

describe("sending", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("lands 497 of 500 and says why for the other three, three at a time", async () => {
    const items = Array.from({ length: 500 }, (_, at) => picture(`${at}.jpg`));
    const broken = new Set([7, 250, 499].map((at) => items[at]));
    const { sender, most } = bench(items, async (item) => {
      await soon();
      if (broken.has(item)) throw answer(415, "This is not a picture.");
      return { id: item.key } as Image;
    });
    sender.start();
    await vi.advanceTimersByTimeAsync(1000);
    expect(items.filter((item) => item.state === "sent")).toHaveLength(497);
    expect(items.filter((item) => item.state === "refused").map((item) => item.problem?.detail)).toEqual(Array(3).fill("This is not a picture."));
    expect(most()).toBe(3);
  });

  it.each([429, 503])("waits as long as a %d asks and goes on", async (status) => {
    const items = [picture("a.jpg"), picture("b.jpg")];
    let refused = false;
    const { sender, waits } = bench(items, async (item) => {
      if (!refused) {
        refused = true;
        throw answer(status, "", 7);
      }
      return { id: item.key } as Image;
    });
    sender.start();
    await vi.advanceTimersByTimeAsync(6900);
    expect(items[0]!.state).toBe("waiting");
    await vi.advanceTimersByTimeAsync(200);
    expect(states(items)).toEqual(["sent", "sent"]);
    expect(waits).toEqual([7, null]);
  });

  it("keeps the key of a picture whose outcome is unknown and changes that of a refused one", async () => {
    const items = [picture("lost.jpg"), picture("bad.jpg")];
    const keys = items.map((item) => item.idempotencyKey);
    const { sender } = bench(items, async (item) => {
      throw item === items[0] ? answer(0) : answer(422, "Too large.");
    });
    sender.start();
    await vi.advanceTimersByTimeAsync(10);
    expect(states(items)).toEqual(["interrupted", "refused"]);
    expect(items[0]!.idempotencyKey).toBe(keys[0]);
    expect(items[1]!.idempotencyKey).not.toBe(keys[1]);
  });

  it("marks what the server has already", async () => {
    const items = [picture("again.jpg")];
    const { sender } = bench(items, async () => ({ id: "I1", duplicate: true }) as Image);
    sender.start();
    await vi.advanceTimersByTimeAsync(10);
    expect(items[0]).toMatchObject({ state: "known", knownId: "I1" });
  });

  it("cancels one under way and goes on with the others", async () => {
    const items = [picture("a.jpg"), picture("b.jpg")];
    const { sender } = bench(items, (item, signal) => {
      if (item === items[1]) return Promise.resolve({ id: "I2" } as Image);
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new DOMException("", "AbortError"))));
    });
    sender.start();
    sender.cancel(items[0]!);
    await vi.advanceTimersByTimeAsync(10);
    expect(states(items)).toEqual(["cancelled", "sent"]);
  });
});

describe("what is sent with a picture", () => {
  const batch = { ...EMPTY_FIELDS, title: "{name} {n}", tags: ["sea"], author: "Ida" };

  it("is the batch's under the picture's own, tags of both", () => {
    const item = { ...picture("dune grass.jpg"), own: { author: "Bo", tags: ["grass", "sea"] } };
    expect(fieldsOf(item, batch, 4)).toMatchObject({ title: "dune grass 4", author: "Bo", tags: ["sea", "grass"], privacy: "private" });
  });

  it("names the format where no preview can be drawn", () => {
    expect(formatOf(new File([], "scan.heic"))).toBe("HEIC");
    expect(formatOf(new File([], "noname", { type: "image/tiff" }))).toBe("TIFF");
  });
});

describe("the sums of a batch", () => {
  it("count by bytes and leave out what is here already", () => {
    const items: UploadItem[] = [
      { ...picture("a.jpg"), state: "sent", progress: 1 },
      { ...picture("b.jpg"), state: "sending", progress: 0.5 },
      { ...picture("c.jpg"), state: "known" },
      { ...picture("d.jpg"), state: "refused" },
    ];
    expect(totalsOf(items)).toMatchObject({ all: 4, sent: 1, sending: 1, known: 1, failed: 1, toSend: 3, bytes: 3, sentBytes: 2.5 });
  });

  it("are spoken at steps of a quarter", () => {
    expect([0, 0.2499, 0.25, 0.7, 1].map(spokenStep)).toEqual([0, 0, 25, 50, 100]);
  });
});
