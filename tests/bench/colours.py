"""`python -m tests.bench.colours DEVSET [SHEET.png]`: how right the colours before and behind are, and what they cost.

Drawn: things of one colour on grounds of another, plain, shaded, grainy or striped, and cut-outs laid on such grounds;
what is right is known. By eye: what searches find among photographs that no head was fitted on, judged once by looking
(`colours_by_eye.tsv`); SHEET shows them to be judged anew.
"""

import csv
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from cms.index.base import Having
from cms.media.colour_names import name_of
from cms.search.facets import colour
from workers.classification.detectors.ground import FILES
from workers.classification.detectors.ground.reader import GroundReader
from workers.models.__main__ import DEFAULT_FOLDER
from workers.models.labelled import Labelled, read_labelled
from workers.models.measure import without_fitted

Pixels = NDArray[np.uint8]
FIRST = 10
LONGEST = 400
OFF_WHITE = 240
JUDGED = Path(__file__).with_name("colours_by_eye.tsv")
PAINTS = {
    "red": (196, 30, 30),
    "orange": (240, 140, 30),
    "yellow": (240, 215, 50),
    "green": (40, 145, 60),
    "blue": (40, 90, 195),
    "purple": (125, 65, 165),
    "white": (245, 245, 245),
    "black": (18, 18, 20),
}
BY_EYE = (
    *("white@background", "black@background", "green@background", "blue@background", "grey@background"),
    *("red@foreground", "yellow@foreground", "green@foreground", "white@foreground", "orange@foreground"),
)


@dataclass(frozen=True)
class Told:
    """A picture by a name, what is known to be right (names of colours), and the marks that a search has of it."""

    name: str
    right: frozenset[str]
    marks: Mapping[tuple[str, str], int]


def shapes(chance: random.Random) -> Iterator[tuple[str, frozenset[str], Pixels]]:
    """Each colour on each other, three times."""
    for thing in PAINTS:
        for ground in PAINTS:
            for number in range(3 if thing != ground else 0):
                picture = ground_of(chance, PAINTS[ground])
                pen = ImageDraw.Draw(picture)
                x, y, reach = chance.uniform(0.35, 0.65), chance.uniform(0.4, 0.6), chance.uniform(0.15, 0.32)
                box = [(x - reach) * 400, (y - reach) * 300, (x + reach) * 400, (y + reach) * 300]
                chance.choice((pen.ellipse, pen.rectangle))(box, fill=PAINTS[thing])
                yield f"{thing} on {ground} {number}", right(thing, ground), grainy(chance, picture)


def cut_outs(pictures: Sequence[Labelled], chance: random.Random) -> Iterator[tuple[str, frozenset[str], Pixels]]:
    """Things cut out of white, each on three grounds of colours that it has not; right is what a tenth of it is."""
    for one in pictures:
        if "tuxpaint" not in one.source:
            continue
        pixels = one.pixels()
        mask = (pixels.min(axis=2) < OFF_WHITE).astype(np.uint8)
        things = colours_of(pixels[mask > 0])
        for ground in chance.sample([name for name in PAINTS if name not in things], 3):
            picture = ground_of(chance, PAINTS[ground])
            thing, shape = Image.fromarray(pixels), Image.fromarray(mask * 255)
            thing.thumbnail((260, 260))
            shape = shape.resize(thing.size)
            picture.paste(thing, ((400 - thing.width) // 2, (300 - thing.height) // 2), shape)
            known = frozenset(f"{name}@foreground" for name in things) | {f"{ground}@background"}
            yield f"{one.file} on {ground}", known, grainy(chance, picture)


def colours_of(pixels: Pixels) -> set[str]:
    """The names that at least a tenth of these pixels have, one by one."""
    some = pixels[:: max(1, len(pixels) // 1000)]
    names = Counter(name_of("#{:02x}{:02x}{:02x}".format(*pixel)) for pixel in some.tolist())
    return {name for name, count in names.items() if count >= len(some) / 10}


def right(thing: str, ground: str) -> frozenset[str]:
    return frozenset({f"{thing}@foreground", f"{ground}@background"})


def ground_of(chance: random.Random, paint: tuple[int, int, int]) -> Image.Image:
    """Plain, shaded from left to right, or striped in two near shades."""
    across = np.linspace(-1, 1, 400)[None, :, None]
    how = chance.choice(("plain", "shaded", "striped"))
    change = {"plain": across * 0, "shaded": across * 14, "striped": np.sign(np.sin(across * 30)) * 6}[how]
    whole = np.broadcast_to(np.array(paint, float)[None, None] + change, (300, 400, 3))
    return Image.fromarray(whole.clip(0, 255).astype(np.uint8))


def grainy(chance: random.Random, picture: Image.Image) -> Pixels:
    grain = np.random.default_rng(chance.randrange(10**6)).normal(0, chance.choice((0, 4, 8)), (300, 400, 3))
    return (np.asarray(picture) + grain).clip(0, 255).astype(np.uint8)


def told(reader: GroundReader, name: str, wanted: frozenset[str], pixels: Pixels) -> Told:
    found = reader.read(pixels)
    image = SimpleNamespace(
        colours=(), foreground_colours=list(found.foreground), background_colours=list(found.background)
    )
    marks = colour.marks(cast(Any, SimpleNamespace(image=image)))
    return Told(name, wanted, {(mark.kind, mark.key): mark.weight for mark in marks})


def first_found(all_told: Sequence[Told], *values: str) -> list[Told]:
    """What a search for these colours finds first: all must hold, the largest sum of shares first."""
    asked = [colour.ask(value, None) for value in values]
    conditions = [one.condition for one in asked if isinstance(one.condition, Having)]
    weighed = [mark for one in asked for mark in one.weighed]

    def holds(one: Told) -> bool:
        return all(
            any(one.marks.get((having.kind, key), -1) >= having.least for key in having.keys) for having in conditions
        )

    hits = [one for one in all_told if holds(one)]
    return sorted(hits, key=lambda one: (-sum(one.marks.get(mark, 0) for mark in weighed), one.name))[:FIRST]


def precision(all_told: Sequence[Told], questions: Sequence[tuple[str, ...]]) -> str:
    """The mean share of right ones among the first ten, over questions that find anything."""
    shares = []
    for values in questions:
        hits = first_found(all_told, *values)
        shares += [sum(one.right >= {*values} for one in hits) / len(hits)] if hits else []
    return f"{statistics.mean(shares):.1%} over {len(shares)} searches"


def recall(all_told: Sequence[Told], questions: Sequence[tuple[str, ...]]) -> str:
    """How many of all that are right are found at all."""
    found = wanted = 0
    for values in questions:
        conditions = [cast(Having, colour.ask(value, None).condition) for value in values]
        for one in all_told:
            if one.right >= {*values}:
                wanted += 1
                found += all(
                    max(one.marks.get((has.kind, key), -1) for key in has.keys) >= has.least for has in conditions
                )
    return f"{found / wanted:.1%} of {wanted}"


def drawn_lines(name: str, all_told: Sequence[Told]) -> Iterator[str]:
    kinds: Mapping[str, list[tuple[str, ...]]] = {
        "foreground": [(f"{paint}@foreground",) for paint in PAINTS],
        "background": [(f"{paint}@background",) for paint in PAINTS],
        "both": [(f"{one}@foreground", f"{two}@background") for one in PAINTS for two in PAINTS if one != two],
    }
    for kind, questions in kinds.items():
        asked = [values for values in questions if any(one.right >= {*values} for one in all_told)]
        yield f"| {name}: {len(all_told)} | {kind} | {precision(all_told, asked)} | {recall(all_told, asked)} |"


def by_eye(all_told: Sequence[Told]) -> Iterator[str]:
    """What was judged by looking, as far as it was."""
    judged: dict[tuple[str, str], bool] = {}
    if JUDGED.is_file():
        with JUDGED.open(encoding="utf-8", newline="") as file:
            judged = {
                (row["search"], row["file"]): row["right"] == "yes" for row in csv.DictReader(file, delimiter="\t")
            }
    every: list[bool] = []
    for value in BY_EYE:
        known = [judged[value, one.name] for one in first_found(all_told, value) if (value, one.name) in judged]
        every += known
        yield f"| {value} | {sum(known)} of {len(known)} |"
    yield f"| all | {sum(every)} of {len(every)} |"


def sheet(all_told: Sequence[Told], pictures: Mapping[str, Labelled], path: Path) -> None:
    """One row a search, its first ten beside each other, to be judged; their names are printed."""
    shown = Image.new("RGB", (FIRST * 150, len(BY_EYE) * 130), "white")
    for row, value in enumerate(BY_EYE):
        for column, one in enumerate(first_found(all_told, value)):
            thumb = Image.fromarray(pictures[one.name].pixels())
            thumb.thumbnail((145, 125))
            shown.paste(thumb, (column * 150, row * 130))
            print(value, column, one.name, sep="\t")
    shown.save(path)


def main(folder: Path, to: Path | None) -> None:
    reader = GroundReader(*(DEFAULT_FOLDER / name for name in FILES))
    held_out = without_fitted(read_labelled(folder))
    made: dict[str, Callable[[], Iterator[tuple[str, frozenset[str], Pixels]]]] = {
        "drawn shapes": lambda: shapes(random.Random(1)),
        "cut-outs on drawn grounds": lambda: cut_outs(held_out, random.Random(2)),
    }
    print("| pictures | colours of the | right of the first ten | found of all that are right |\n|---|---|---|---|")
    for name, pictures in made.items():
        for line in drawn_lines(name, [told(reader, *one) for one in pictures()]):
            print(line)
    photographs, costs = [], []
    for one in held_out:
        image = Image.fromarray(one.pixels())
        image.thumbnail((LONGEST, LONGEST))
        pixels, begun = np.asarray(image), time.thread_time()
        photographs.append(told(reader, one.file, frozenset(), pixels))
        costs.append((time.thread_time() - begun) * 1000)
    if to is not None:
        sheet(photographs, {one.file: one for one in held_out}, to)
    print(f"\n| search among {len(photographs)} held-out pictures | right of the first ten |\n|---|---|")
    for line in by_eye(photographs):
        print(line)
    slow = statistics.quantiles(costs, n=100)[98]
    print(f"\nA picture: median {statistics.median(costs):.0f} ms of one thread, 99 of 100 under {slow:.0f} ms.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
