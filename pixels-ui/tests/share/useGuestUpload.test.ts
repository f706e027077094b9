import { flushPromises } from "@vue/test-utils";
import { beforeEach, expect, test, vi } from "vitest";
import { effectScope, ref } from "vue";
import { useGuestUpload } from "@/components/share/useGuestUpload";

/** What came with each request, and what the next ones are answered: 0 is a connection that breaks. */
const sent: { key: string; name: string }[] = [];
let answers: number[] = [];

class Connection {
  status = 0;
  responseText = "{}";
  upload = {};
  onload = () => {};
  onerror = () => {};
  private key = "";
  open() {}
  abort() {}
  getResponseHeader = () => null;
  setRequestHeader(name: string, value: string) {
    if (name === "Idempotency-Key") this.key = value;
  }
  send(form: FormData) {
    sent.push({ key: this.key, name: String(form.get("name") ?? "") });
    this.status = answers.shift() ?? 201;
    queueMicrotask(() => (this.status === 0 ? this.onerror() : this.onload()));
  }
}

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal("XMLHttpRequest", Connection);
});

/** Sends one picture, and once more under another name. */
async function twice(first: number) {
  answers = [first];
  const name = ref("Grandma");
  const upload = effectScope().run(() => useGuestUpload(() => "tok", () => name.value))!;
  upload.add([new File(["x"], "a.jpg")]);
  await flushPromises();
  name.value = "Grandpa";
  upload.again(upload.rows.value[0]!);
  await flushPromises();
  expect(upload.rows.value[0]!.state).toBe("sent");
}

test("what may have come is sent again as it was, so that it is kept once", async () => {
  await twice(0);
  expect(sent[1]).toEqual(sent[0]);
});

test("what was refused is sent anew", async () => {
  await twice(403);
  expect([sent[1]!.key === sent[0]!.key, sent[1]!.name]).toEqual([false, "Grandpa"]);
});
