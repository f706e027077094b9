/** Moving pictures and albums into albums and out of them: asks before more people can see them, and can be undone. */
import { useI18n } from "vue-i18n";
import { changeAlbum, moveImages as send } from "@/api/albums";
import { getImages } from "@/api/images";
import { asProblem } from "@/api/problem";
import type { Album, Image, Privacy } from "@/api/types";
import { isWider, narrower } from "@/components/picture/privacy";
import { useOwn } from "@/stores/own";
import { useStanding } from "@/stores/standing";
import { useProblemText } from "./useProblemText";
import { useQuestion } from "./useQuestion";
import { useToasts } from "./useToasts";

type Leveled = Pick<Image, "privacy" | "effective_privacy">;

export function isLeveled<Thing extends Partial<Leveled>>(thing: Thing): thing is Thing & Leveled {
  return thing.privacy !== undefined && thing.effective_privacy !== undefined;
}

/** Of these, how many would be seen by more people within an album of this level: by everyone, by followers. */
export function widened(things: readonly Leveled[], within: Privacy): Record<"public" | "followers", number> {
  const levels = things
    .map((thing) => ({ from: thing.effective_privacy, to: narrower(thing.privacy, within) }))
    .filter(({ from, to }) => isWider(to, from))
    .map(({ to }) => to);
  return { public: levels.filter((level) => level === "public").length, followers: levels.filter((level) => level === "followers").length };
}

/** In no album nothing is narrowed. */
const levelOf = (album: Album | null): Privacy => album?.effective_privacy ?? "public";

/** Ids by the album that they were in; "" for none. */
export function byAlbum(images: readonly Image[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, album } of images) groups.set(album?.id ?? "", [...(groups.get(album?.id ?? "") ?? []), id]);
  return groups;
}

export function useMoving() {
  const { t, locale } = useI18n();
  const { ask } = useQuestion();
  const { show } = useToasts();
  const explain = useProblemText();
  const own = useOwn();
  const standing = useStanding();

  /** Asks before more people can see these, put into an album of this level. */
  async function maySee(things: readonly Leveled[], within: Privacy, what: "pictures" | "album"): Promise<boolean> {
    const counts = widened(things, within);
    const sentences = (["public", "followers"] as const)
      .filter((level) => counts[level] > 0)
      .map((level) => (what === "album" ? t(`privacy.moved.album.${level}`) : t(`privacy.moved.pictures.${level}`, { count: counts[level] }, counts[level])));
    if (sentences.length === 0) return true;
    const text = [...sentences, t("privacy.widen.back")].join(locale.value === "zh" ? "" : " ");
    return (await ask({ title: t("privacy.moved.title"), text, confirm: t("privacy.moved.confirm") })) === true;
  }

  async function changed(): Promise<void> {
    standing.changed();
    await own.reload();
  }

  async function putBack(groups: Map<string, string[]>, from: Album | null): Promise<void> {
    for (const [album, ids] of groups) {
      if (album) await send(ids, album, "into");
      else if (from) await send(ids, from.id, "out");
    }
    await changed();
  }

  /** Into `target`, or with null out of the album that they are in. True when they were moved. */
  async function moveImages(ids: readonly string[], target: Album | null): Promise<boolean> {
    try {
      const images = await getImages(ids);
      const groups = byAlbum(images);
      if (!(await maySee(images, levelOf(target), "pictures"))) return false;
      if (target) await send(ids, target.id, "into");
      else for (const [album, some] of groups) if (album) await send(some, album, "out");
      await changed();
      const count = ids.length;
      const text = target ? t("albums.moved", { count, album: target.title }, count) : t("albums.takenOut", { count }, count);
      show({ text, action: t("common.undo"), run: () => attempt(() => putBack(groups, target)), undoes: true });
      return true;
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
      return false;
    }
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
    }
  }

  /** Below `target`, or with null to the top. True when it was moved. */
  async function moveAlbum(album: Album, target: Album | null): Promise<boolean> {
    const before = album.parent?.id ?? null;
    if ((target?.id ?? null) === before || !(await maySee([album], levelOf(target), "album"))) return false;
    const put = async (parent: string | null) => {
      await changeAlbum(album.id, { parent });
      await changed();
    };
    try {
      await put(target?.id ?? null);
    } catch (reason) {
      show({ text: explain(asProblem(reason)) });
      return false;
    }
    const names = { title: album.title, album: target?.title ?? "" };
    const text = target ? t("albums.albumMoved", names) : t("albums.albumOnTop", names);
    show({ text, action: t("common.undo"), run: () => attempt(() => put(before)), undoes: true });
    return true;
  }

  return { maySee, moveImages, moveAlbum };
}
