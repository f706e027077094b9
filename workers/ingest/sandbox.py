"""The worker's side of the process in which pixels are opened: what it asks, and what a picture's end of it means."""

import signal
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from cms.media import refusals
from cms.media.decode import BrokenPicture, Limits, PictureRefused, PictureTooCostly
from cms.media.exif import Exif
from cms.media.prepared import Colour, Glance, Prepared
from workers.child import Child, ChildGone

MEMORY = 500 << 20
"""What the child may map for data. Stacks and reserves in it stay unused, so it never holds more than 512 MiB."""
CPU_SECONDS = 9
WALL_SECONDS = 40.0
MEMORY_CODE = "too-much-memory"
_KINDS = {kind.__name__: kind for kind in (refusals.NotAPicture, refusals.TooLarge, BrokenPicture, PictureTooCostly)}


class PixelChild:
    """A long-lived child that opens pictures one at a time; it is started when needed and again after it died."""

    def __init__(
        self,
        *,
        limits: Limits,
        memory: int = MEMORY,
        cpu_seconds: int = CPU_SECONDS,
        wall_seconds: float = WALL_SECONDS,
    ) -> None:
        settings = {"limits": asdict(limits), "memory": memory, "seconds": cpu_seconds}
        self._child = Child("workers.ingest.pixels", settings, wall_seconds=wall_seconds)
        self.decodes = 0
        """Originals that the child now running has decoded."""

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._child.pid

    def prepare(self, path: Path, *, turn: int = 0) -> Prepared:
        """Everything Pixels keeps of the picture, from one decode. Raises PictureRefused, or OSError for the path."""
        told, parts = self._ask({"op": "prepare", "path": _readable(path), "turn": turn})
        taken_at = told["facts"].pop("taken_at")
        return Prepared(
            width=told["width"],
            height=told["height"],
            renditions=dict(zip(told["sizes"], parts, strict=True)),
            placeholder=told["placeholder"],
            colours=tuple(Colour(hex_, share) for hex_, share in told["colours"]),
            fingerprint=bytes.fromhex(told["fingerprint"]),
            facts=Exif(taken_at=datetime.fromisoformat(taken_at) if taken_at else None, **told["facts"]),
        )

    def rgb(self, path: Path, *, longest: int) -> tuple[int, int, bytes]:
        """Width, height and plain RGB bytes of the upright picture, fitted to `longest`. Raises as `prepare` does."""
        told, parts = self._ask({"op": "rgb", "path": _readable(path), "longest": longest})
        return told["width"], told["height"], parts[0]

    def glance(self, path: Path, *, box: Sequence[float] | None = None) -> Glance:
        """What the picture, or a box in it (shares of it), is compared by. Raises as `prepare` does."""
        told, parts = self._ask({"op": "glance", "path": _readable(path), "box": box})
        rgb, grey, shown = parts
        return Glance(width=told["width"], height=told["height"], rgb=rgb, grey=grey, shown=shown)

    def close(self) -> None:
        """End the child; the next question starts another."""
        self._child.close()

    def _ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        try:
            told, parts = self._child.ask(request, memory_code=MEMORY_CODE)
        except ChildGone as gone:
            self.decodes = 0
            raise _sentence(gone) from gone
        self.decodes = told.pop("decodes")
        if "refused" in told:
            kind, code, sentence = told["refused"]
            raise _KINDS[kind](code, sentence)
        return told, parts


def _readable(path: Path) -> str:
    """The path in full, checked here so that a missing file is never taken for a broken picture."""
    with path.open("rb"):
        return str(path.resolve())


def _sentence(gone: ChildGone) -> PictureRefused:
    if gone.is_late:
        return PictureTooCostly("too-much-time", "The picture takes too long to be opened.")
    if gone.returncode in (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE):
        return BrokenPicture("broken-picture", "The picture is damaged: its file cannot be decoded.")
    return PictureTooCostly(MEMORY_CODE, "The picture needs too much memory to be opened.")
