"""Measure a really running site against bare floors, in turns: `python -m tests.bench [--json] [--photos 1000]`."""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import processes, uploads
from tests.bench.running import site
from tests.bench.table import Line, printed


def lines(folder: Path, *, photos: int) -> Iterator[Line]:
    """Every line of the table; the models are warm after the first uploads."""
    yield from processes.cold_starts(folder)
    with site(folder) as running:
        yield uploads.stored(running)
        yield from uploads.shown(running)
        yield uploads.found(running)
        yield from uploads.asked_again(running)
        yield from processes.queue(running, folder)
        if photos:
            yield from uploads.many(running, photos)
        yield from processes.memory(running)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    parser.add_argument("--photos", type=int, default=1000, help="how many for row 9; 0 leaves it out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pixels-bench-") as name:
        printed(lines(Path(name), photos=options.photos), as_json=options.json)


if __name__ == "__main__":
    main()
