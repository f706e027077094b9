"""The child's side of a process that is asked over its pipes. Nothing that it answers is trusted by the parent.

A picture that takes over or ends such a process gains a pipe and no more.
"""

import json
import os
import resource
import select
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

Answer = tuple[dict[str, Any], Sequence[bytes]]


def serve(answer: Callable[[dict[str, Any]], Answer], *, memory: int, seconds: int, idle: float | None = None) -> None:
    """Answer until the parent closes the pipe, or nothing was asked for `idle` seconds.

    `memory` in bytes of data, `seconds` of processor time for one answer. What libraries print goes to the errors.
    """
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    confine(memory)
    send(out, *answer({"op": "ready"}))
    while is_asked(idle) and (request := receive(sys.stdin.buffer)) is not None:
        allow_seconds(seconds)
        send(out, *answer(request))


def is_asked(idle: float | None) -> bool:
    """Wait for a question, at most so many seconds."""
    return bool(select.select([sys.stdin.buffer], [], [], idle)[0])


def confine(memory: int) -> None:
    """No core files, no files written, few open, and only so much memory that is not a library's own code."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def allow_seconds(seconds: int) -> None:
    """From now on this process may use so much CPU time; the system ends it when it has."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + seconds, hard))


def receive(stream: BinaryIO) -> dict[str, Any] | None:
    """The next request; None when the parent has gone."""
    start = stream.read(4)
    if len(start) < 4:
        return None
    found: dict[str, Any] = json.loads(stream.read(int.from_bytes(start, "big")))
    return found


def send(stream: BinaryIO, told: dict[str, Any], parts: Sequence[bytes]) -> None:
    """Write one answer."""
    head = json.dumps({**told, "parts": [len(part) for part in parts]}).encode()
    stream.write(len(head).to_bytes(4, "big") + head)
    for part in parts:
        stream.write(part)
    stream.flush()
