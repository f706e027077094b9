import { expect, test } from "vitest";
import { eyesOf } from "@/composables/useEyes";

test.each(["follower", "stranger"])("one can look as a %s", (eyes) => {
  expect(eyesOf(eyes)).toBe(eyes);
});

test.each(["admin", "", undefined, null, ["stranger"]])("%s are nobody's eyes", (eyes) => {
  expect(eyesOf(eyes)).toBeNull();
});
