"""How pages grow with the site: worlds of 10,000 to a million pictures, `python -m tests.bench.growth [--sizes …]`.

What is counted is what the database does, not time: steps of SQLite's machine, rows that MariaDB's handler reads.
"""

import argparse
import contextlib
import json
import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cms.commands.site import bring_up_to_date
from cms.settings import Settings
from tests.bench.counters import Counter, bytes_kept, counting
from tests.bench.world import ALBUM, EARLY, OLD_ALBUM, OWNER, World, build
from tests.services.mariadb_server import mariadb_server, new_database
from tests.site import fresh_secret, open_site

BAR = 0.10
LISTS = {
    "explore": "/images",
    "the largest owner's profile": f"/people/{OWNER}/images",
    "the largest album": f"/albums/{ALBUM}/images",
}
DEPTHS = {"first page": "", "half way down": "&cursor=HALF", "four fifths down": "&cursor=DEEP"}
PAGES = {
    f"{name}, {depth}": f"{path}?limit=10{cursor}" for name, path in LISTS.items() for depth, cursor in DEPTHS.items()
}
PAGES |= {
    "profile of somebody silent since the beginning": f"/people/{EARLY}/images?limit=10",
    "an album of the first pictures": f"/albums/{OLD_ALBUM}/images?limit=10",
}
COUNTED = {"the person, with counts": f"/people/{OWNER}", "the album, with counts": f"/albums/{ALBUM}"}
"""What says how many there are looks at all of them in an index: beside the bar, not under it."""


@dataclass
class Growth:
    """One page for one asker: what it costs at each size."""

    name: str
    is_held: bool
    costs: dict[int, int] = field(default_factory=dict)

    @property
    def exponent(self) -> float:
        return round(slope(list(self.costs.items())), 2)

    def told(self) -> dict[str, object]:
        return {"name": self.name, "costs": self.costs, "exponent": self.exponent, "bar": self.bar}

    @property
    def bar(self) -> float | None:
        return BAR if self.is_held else None

    def __str__(self) -> str:
        said = "" if self.bar is None else "ok" if self.exponent <= self.bar else "GROWS"
        return (
            f"  {self.name:<52}"
            + "".join(f"{cost:>12}" for cost in self.costs.values())
            + f"{self.exponent:8.2f} {said}"
        )


def slope(points: Sequence[tuple[int, int]]) -> float:
    """The exponent b of cost ~ size^b, by least squares over the logarithms."""
    xs, ys = [math.log(size) for size, _ in points], [math.log(max(1, cost)) for _, cost in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return above / sum((x - mean_x) ** 2 for x in xs)


def measure(world: World, counter: Counter, size: int, found: dict[str, Growth]) -> None:
    """Ask for every page as a visitor, as a stranger and as the owner; the second time counts, when all is known."""
    for kind, pages in (("page", PAGES), ("counts", COUNTED)):
        for who, person in world.askers.items():
            for name, path in pages.items():
                there = path.replace("HALF", world.half).replace("DEEP", world.deep)
                for _ in range(2):
                    counter.reset()
                    answer = person.call("GET", there)
                assert answer.status_code == 200, (there, answer.text)
                title = f"{name}, as {who}"
                found.setdefault(title, Growth(title, kind == "page")).costs[size] = counter.total


@contextlib.contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of this kind."""
    if kind == "mariadb":
        with mariadb_server(folder) as server:
            yield new_database(server)
    else:
        yield f"sqlite:///{folder}/pixels.db"


def grown(kind: str, sizes: Sequence[int]) -> tuple[list[Growth], dict[int, float]]:
    """Every page's growth on this database, and bytes an image at each size."""
    found: dict[str, Growth] = {}
    kept: dict[int, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="pixels-growth-") as name, database(kind, Path(name)) as address:
            queue = f"unix://{name}/none.sock"
            made = Settings(
                data_dir=Path(name), database_url=address, queue_url=queue, rate_scale=1000, secret_key=fresh_secret()
            )
            site = open_site(made)
            bring_up_to_date(site.app)
            begun = time.monotonic()
            world = build(site, size)
            print(f"  {kind}: {size} pictures in {time.monotonic() - begun:.0f} s", flush=True)
            with counting(site.app) as counter:
                measure(world, counter, size, found)
            kept[size] = bytes_kept(site.app) / size
    return list(found.values()), kept


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--databases", default="sqlite,mariadb")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()
    sizes, told, grows = [int(size) for size in options.sizes.split(",")], {}, False
    for kind in options.databases.split(","):
        lines, kept = grown(kind, sizes)
        unit = "steps of SQLite's machine" if kind == "sqlite" else "rows read by the handler"
        print(f"{kind}, {unit}; exponent over {', '.join(map(str, sizes))}; bar {BAR}")
        print(*lines, sep="\n")
        print(
            "  bytes of the database for an image: " + ", ".join(f"{size}: {value:.0f}" for size, value in kept.items())
        )
        told[kind] = {"bytes_an_image": kept, "pages": [line.told() for line in lines]}
        grows = grows or any(line.is_held and line.exponent > BAR for line in lines)
    if options.json:
        options.json.write_text(json.dumps(told, indent=1))
    return int(grows)


if __name__ == "__main__":
    raise SystemExit(main())
