"""The worker's side of the process in which pixels are opened: asks, waits, outlives whatever a picture does to it."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from cms.media import refusals
from cms.media.decode import BrokenPicture, Limits, PictureRefused, PictureTooCostly
from cms.media.exif import Exif
from cms.media.prepared import Colour, Glance, Prepared

MEMORY = 500 << 20
"""What the child may map for data. Stacks and reserves in it stay unused, so it never holds more than 512 MiB."""
CPU_SECONDS = 9
WALL_SECONDS = 40.0
MEMORY_CODE = "too-much-memory"
_START_SECONDS = 60.0
_ANSWER_BYTES = 128 << 20
_GIVE_BACK = {"MALLOC_MMAP_THRESHOLD_": str(1 << 20), "MALLOC_TRIM_THRESHOLD_": str(4 << 20)}
_ROOT = Path(__file__).parents[2]
_KINDS = {kind.__name__: kind for kind in (refusals.NotAPicture, refusals.TooLarge, BrokenPicture, PictureTooCostly)}


class ChildBroken(Exception):
    """The child does not even start: a fault of the installation, not of a picture."""


class _Gone(Exception):
    """The child ended; `returncode` says how, or is None where its time ran out."""

    def __init__(self, returncode: int | None) -> None:
        super().__init__()
        self.returncode = returncode


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
        self._settings = json.dumps({"limits": asdict(limits), "memory": memory, "seconds": cpu_seconds})
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._fresh = True
        self.decodes = 0
        """Originals that the child now running has decoded."""

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._process.pid if self._process else None

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
        with self._lock:
            self._end()

    def _ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        """One round trip. Where a child that has worked before dies or lacks memory, a fresh one tries once more."""
        with self._lock:
            try:
                told, parts = self._round_trip(request)
            except _Gone as gone:
                if self._fresh or gone.returncode in (None, -signal.SIGXCPU):
                    raise _sentence(gone.returncode) from gone
                told, parts = self._again(request)
            if told.get("refused", ("", ""))[1] == MEMORY_CODE and not self._fresh:
                self._end()
                told, parts = self._again(request)
        if "refused" in told:
            kind, code, sentence = told["refused"]
            raise _KINDS[kind](code, sentence)
        return told, parts

    def _again(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        try:
            return self._round_trip(request)
        except _Gone as gone:
            raise _sentence(gone.returncode) from gone

    def _round_trip(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        if self._process is None:
            self._start()
        else:
            self._fresh = False
        body = json.dumps(request).encode()
        self._write(len(body).to_bytes(4, "big") + body)
        return self._read(time.monotonic() + self._wall_seconds)

    def _start(self) -> None:
        self._fresh = True
        self._process = subprocess.Popen(
            [sys.executable, "-m", "workers.ingest.pixels", self._settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env=_environment(),
            bufsize=0,
        )
        try:
            self._read(time.monotonic() + _START_SECONDS)
        except _Gone as gone:
            raise ChildBroken("The process that opens pictures does not start; see its own words above.") from gone

    def _write(self, message: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(message)
        except BrokenPipeError as broken:
            raise _Gone(self._end()) from broken

    def _read(self, deadline: float) -> tuple[dict[str, Any], list[bytes]]:
        length = int.from_bytes(self._exactly(4, deadline), "big")
        told: dict[str, Any] = json.loads(self._exactly(length, deadline))
        self.decodes = told.pop("decodes")
        return told, [self._exactly(part, deadline) for part in told.pop("parts")]

    def _exactly(self, length: int, deadline: float) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        pipe, found = self._process.stdout.fileno(), bytearray()
        if length > _ANSWER_BYTES:
            raise _Gone(self._end())
        while len(found) < length:
            ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                self._process.kill()
                self._end()
                raise _Gone(None)
            piece = os.read(pipe, length - len(found))
            if not piece:
                raise _Gone(self._end())
            found += piece
        return bytes(found)

    def _end(self) -> int:
        """Make sure that the child is gone. Returns how it ended by itself, if it did."""
        process, self._process, self.decodes = self._process, None, 0
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        try:
            return process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


def _readable(path: Path) -> str:
    """The path in full, checked here so that a missing file is never taken for a broken picture."""
    with path.open("rb"):
        return str(path.resolve())


def _environment() -> dict[str, str]:
    """No secret and no setting of the worker reaches the child."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "VIPS_WARNING": "0", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", **_GIVE_BACK}


def _sentence(returncode: int | None) -> PictureRefused:
    if returncode in (None, -signal.SIGXCPU):
        return PictureTooCostly("too-much-time", "The picture takes too long to be opened.")
    if returncode in (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE):
        return BrokenPicture("broken-picture", "The picture is damaged: its file cannot be decoded.")
    return PictureTooCostly(MEMORY_CODE, "The picture needs too much memory to be opened.")
