import { describe, expect, test } from "vitest";
import type { Image, Privacy } from "@/api/types";
import type { ChosenImage } from "@/components/album/albumFields";
import { isWider, LEVELS, narrower } from "@/components/picture/privacy";
import { byAlbum, isLeveled, widened } from "@/composables/useMoving";

describe("levels", () => {
  test.each(LEVELS)("%s is not wider than itself", (level) => {
    expect(isWider(level, level)).toBe(false);
  });

  test("go from everyone over followers to oneself", () => {
    expect(isWider("public", "followers")).toBe(true);
    expect(isWider("followers", "private")).toBe(true);
    expect(isWider("private", "public")).toBe(false);
  });

  test.each(LEVELS.flatMap((one) => LEVELS.map((other) => [one, other] as const)))(
    "of %s and %s the narrower one is in effect, whichever comes first",
    (one, other) => {
      expect(narrower(one, other)).toBe(narrower(other, one));
      expect(isWider(narrower(one, other), one)).toBe(false);
    },
  );
});

const thing = (privacy: Privacy, effective_privacy: Privacy) => ({ privacy, effective_privacy });

describe("moving", () => {
  test("counts who would be seen by everyone and who by followers", () => {
    const things = [thing("public", "private"), thing("public", "followers"), thing("followers", "private"), thing("private", "private")];
    expect(widened(things, "public")).toEqual({ public: 2, followers: 1 });
  });

  test("into a private album shows nothing to anybody", () => {
    expect(widened([thing("public", "public"), thing("followers", "followers")], "private")).toEqual({ public: 0, followers: 0 });
  });

  test("into an album for followers shows them what was hidden", () => {
    expect(widened([thing("public", "private")], "followers")).toEqual({ public: 0, followers: 1 });
  });

  test("remembers which album each picture was in", () => {
    const images = [
      { id: "a", album: { id: "x", title: "X" } },
      { id: "b", album: null },
      { id: "c", album: { id: "x", title: "X" } },
    ] as Image[];
    expect(byAlbum(images)).toEqual(new Map([["x", ["a", "c"]], ["", ["b"]]]));
  });

  test("leaves out pictures of which only the id is known", () => {
    const chosen: ChosenImage[] = [{ id: "a" }, { id: "b", ...thing("public", "public") }];
    expect(chosen.filter(isLeveled).map(({ id }) => id)).toEqual(["b"]);
  });
});
