"""The two files that tell how far the models are: `progress.json` for the site, `manifest.json` for what lies here."""

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cms.vision.models_state import MANIFEST_FILE, PROGRESS_FILE, Preparation
from workers.models.fetch import sha256_of
from workers.models.sources import Source

Manifest = Mapping[str, Any]


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Whole or not at all, also when the machine stops in the middle."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


class Progress:
    """Prints each step with its time and keeps `progress.json` true."""

    def __init__(self, folder: Path, *, of: int) -> None:
        self._path, self._of, self._done = folder / PROGRESS_FILE, of, 0

    @contextmanager
    def step(self, sentence: str) -> Iterator[None]:
        """One step, counted when it ends without an error."""
        print(sentence, flush=True)
        self._write(Preparation.PREPARING, sentence)
        begun = time.monotonic()
        yield
        self._done += 1
        print(f"    {time.monotonic() - begun:.1f} s", flush=True)

    def tell(self, sentence: str) -> None:
        """What the running step does just now."""
        print(f"    {sentence}", flush=True)
        self._write(Preparation.PREPARING, sentence)

    def finish(self) -> None:
        """All is there."""
        self._done = self._of
        self._write(Preparation.READY, "The models are ready.")

    def fail(self, problem: str) -> None:
        """The preparation stopped; the sentence is for people."""
        self._write(Preparation.FAILED, "Preparing the models stopped.", problem)

    def _write(self, state: Preparation, step: str, problem: str | None = None) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        record = {"state": state, "step": step, "done": self._done, "of": self._of, "problem": problem}
        write_json(self._path, {**record, "updated_at": now})


def read_manifest(folder: Path) -> Manifest | None:
    """What the last whole preparation left, or None."""
    try:
        found = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def describe_files(folder: Path, names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Bytes and sha256 of each file, for the manifest."""
    return {name: {"bytes": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)} for name in names}


def describe_sources(sources: tuple[Source, ...]) -> list[dict[str, Any]]:
    """The sources as the manifest keeps them; also what tells whether a manifest is of this recipe."""
    described: list[dict[str, Any]] = json.loads(json.dumps([asdict(source) for source in sources]))
    return described
