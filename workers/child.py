"""A long-lived child process that is asked over its pipes: the worker's side. It outlives whatever the child does.

A request is a length and JSON; an answer is a length, JSON and the bytes it announces. `workers.answering` is the
other side.
"""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

_START_SECONDS = 60.0
_ANSWER_BYTES = 128 << 20
_GIVE_BACK = {"MALLOC_MMAP_THRESHOLD_": str(1 << 20), "MALLOC_TRIM_THRESHOLD_": str(4 << 20)}
_ROOT = Path(__file__).parents[1]


class ChildBroken(Exception):
    """The child does not even start: a fault of the installation, not of what it was asked."""


class ChildGone(Exception):
    """The child ended over a question; `returncode` says how, or is None where its time ran out."""

    def __init__(self, returncode: int | None) -> None:
        super().__init__()
        self.returncode = returncode

    @property
    def is_late(self) -> bool:
        return self.returncode in (None, -signal.SIGXCPU)


class Child:
    """One child, asked one thing at a time; it is started when needed and again after it ended."""

    def __init__(self, module: str, settings: Mapping[str, Any], *, wall_seconds: float) -> None:
        self._command = [sys.executable, "-m", module, json.dumps(settings)]
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._fresh = True

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the child; the next question starts another."""
        with self._lock:
            self._end()

    def ask(self, request: dict[str, Any], *, memory_code: str = "") -> tuple[dict[str, Any], list[bytes]]:
        """One round trip. Where a child that has worked before dies or lacks memory, a fresh one tries once more.

        `memory_code` is what a refusal for want of memory bears. Raises ChildGone.
        """
        with self._lock:
            try:
                told, parts = self._round_trip(request)
            except ChildGone as gone:
                if self._fresh or gone.is_late:
                    raise
                return self._round_trip(request)
            if told.get("refused", ("", ""))[1] == memory_code and not self._fresh:
                self._end()
                told, parts = self._round_trip(request)
        return told, parts

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
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env=_environment(),
            bufsize=0,
        )
        try:
            self._read(time.monotonic() + _START_SECONDS)
        except ChildGone as gone:
            raise ChildBroken("A process that opens pictures does not start; see its own words above.") from gone

    def _write(self, message: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(message)
        except BrokenPipeError as broken:
            raise ChildGone(self._end()) from broken

    def _read(self, deadline: float) -> tuple[dict[str, Any], list[bytes]]:
        length = int.from_bytes(self._exactly(4, deadline), "big")
        told: dict[str, Any] = json.loads(self._exactly(length, deadline))
        return told, [self._exactly(part, deadline) for part in told.pop("parts")]

    def _exactly(self, length: int, deadline: float) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        pipe, found = self._process.stdout.fileno(), bytearray()
        if length > _ANSWER_BYTES:
            raise ChildGone(self._end())
        while len(found) < length:
            ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                self._process.kill()
                self._end()
                raise ChildGone(None)
            piece = os.read(pipe, length - len(found))
            if not piece:
                raise ChildGone(self._end())
            found += piece
        return bytes(found)

    def _end(self) -> int:
        """Make sure that the child is gone. Returns how it ended by itself, if it did."""
        process, self._process = self._process, None
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


def _environment() -> dict[str, str]:
    """No secret and no setting of the worker reaches the child."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "VIPS_WARNING": "0", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", **_GIVE_BACK}
