"""The child process in which pixels are opened: `python -m workers.ingest.pixels SETTINGS`, asked over its pipes.

A request is a length and JSON; an answer is a length, JSON and the bytes it announces. Nothing here is trusted by the
parent: a picture that takes over or ends this process gains a pipe and no more.
"""

import json
import os
import resource
import struct
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import pyvips
from PIL import Image

from cms.media import opening
from cms.media.decode import Limits, PictureRefused, PictureTooCostly
from cms.media.opening import allow_only_what_is_taken_in
from cms.media.refusals import broken
from cms.media.renditions import glance, prepare, small_rgb

Answer = tuple[dict[str, Any], Sequence[bytes]]

_MEMORY_WORDS = ("out of memory", "insufficient memory", "unable to allocate", "cannot allocate")
_CANNOT = "The picture is damaged: its file cannot be decoded."
DECODERS_RAISE = (
    pyvips.Error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    NotImplementedError,
)
"""What Pillow, its plug-ins and libvips are known to raise for damaged files."""


def answer(request: dict[str, Any], limits: Limits) -> Answer:
    """Do one request; every refusal is an answer too."""
    try:
        return _OPERATIONS[request["op"]](request, limits)
    except PictureRefused as refusal:
        return _refused(refusal)
    except MemoryError:
        return _refused(too_much_memory())
    except DECODERS_RAISE as error:
        scarce = any(word in str(error).lower() for word in _MEMORY_WORDS)
        return _refused(too_much_memory() if scarce else broken(_CANNOT))


def too_much_memory() -> PictureTooCostly:
    """The picture needs more memory than one may have."""
    return PictureTooCostly("too-much-memory", "The picture needs too much memory to be opened.")


def _prepare(request: dict[str, Any], limits: Limits) -> Answer:
    done = prepare(Path(request["path"]), limits=limits, turn=request["turn"])
    facts = asdict(done.facts)
    facts["taken_at"] = done.facts.taken_at and done.facts.taken_at.isoformat()
    told = {
        "width": done.width,
        "height": done.height,
        "sizes": list(done.renditions),
        "placeholder": done.placeholder,
        "colours": [[colour.hex, colour.share] for colour in done.colours],
        "fingerprint": done.fingerprint.hex(),
        "facts": facts,
    }
    return told, list(done.renditions.values())


def _rgb(request: dict[str, Any], limits: Limits) -> Answer:
    width, height, pixels = small_rgb(Path(request["path"]), limits=limits, longest=request["longest"])
    return {"width": width, "height": height}, [pixels]


def _glance(request: dict[str, Any], limits: Limits) -> Answer:
    seen = glance(Path(request["path"]), limits=limits, box=request["box"])
    return {"width": seen.width, "height": seen.height}, [seen.rgb, seen.grey, seen.shown]


_OPERATIONS: dict[str, Callable[[dict[str, Any], Limits], Answer]] = {
    "prepare": _prepare,
    "rgb": _rgb,
    "glance": _glance,
}


def _refused(refusal: PictureRefused) -> Answer:
    return {"refused": [type(refusal).__name__, refusal.code, refusal.sentence]}, ()


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
    head = json.dumps({**told, "parts": [len(part) for part in parts], "decodes": opening.decodes}).encode()
    stream.write(len(head).to_bytes(4, "big") + head)
    for part in parts:
        stream.write(part)
    stream.flush()


def main() -> None:
    """Serve requests until the parent closes the pipe."""
    settings = json.loads(sys.argv[1])
    limits = Limits(**settings["limits"])
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    allow_only_what_is_taken_in(limits)
    confine(settings["memory"])
    send(out, {"ready": os.getpid()}, ())
    while (request := receive(sys.stdin.buffer)) is not None:
        allow_seconds(settings["seconds"])
        told, parts = answer(request, limits)
        send(out, told, parts)


if __name__ == "__main__":
    main()
