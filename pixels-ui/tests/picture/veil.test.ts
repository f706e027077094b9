import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test } from "vitest";
import type { Account, Album, Session } from "@/api/types";
import { coverOf, useVeil, type Sensitivity } from "@/composables/useVeil";
import { useSession } from "@/stores/session";

let ids = 0;
const picture = (sensitivity: Sensitivity, owner = "bo") => ({ id: `p${ids++}`, sensitivity, owner: { name: owner } });

function comes(shows_up_to?: Sensitivity): void {
  const account = shows_up_to ? ({ name: "anna", shows_up_to } as Account) : null;
  useSession().session = { account } as Session;
}

beforeEach(() => setActivePinia(createPinia()));

test.each<[Sensitivity | undefined, boolean[]]>([
  [undefined, [false, true, true]],
  ["safe", [false, true, true]],
  ["suggestive", [false, false, true]],
  ["explicit", [false, false, false]],
])("who is shown up to %s has veils over what is more than that", (level, veiled) => {
  comes(level);
  const { isVeiled } = useVeil();
  expect((["safe", "suggestive", "explicit"] as const).map((one) => isVeiled(picture(one)))).toEqual(veiled);
});

test("one's own pictures are never veiled, nor the cover of one's own album", () => {
  comes("safe");
  const { isVeiled } = useVeil();
  expect(isVeiled(picture("explicit", "anna"))).toBe(false);
  const album = (owner: string) => ({ owner: { name: owner }, cover: picture("explicit") }) as unknown as Album;
  expect([isVeiled(coverOf(album("anna"))), isVeiled(coverOf(album("bo")))]).toEqual([false, true]);
  expect(isVeiled(coverOf({ cover: null } as Album))).toBe(false);
});

test("what was asked for stays open, and nothing else", () => {
  comes();
  const { isVeiled, lift } = useVeil();
  const [one, other] = [picture("explicit"), picture("explicit")];
  lift(one);
  expect([isVeiled(one), isVeiled(other), useVeil().isVeiled(one)]).toEqual([false, true, false]);
});
