"""The child process in which pixels are opened: `python -m workers.ingest.pixels SETTINGS`, asked over its pipes."""

import json
import struct
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import pyvips
from PIL import Image

from cms.media import opening
from cms.media.decode import Limits, PictureRefused, PictureTooCostly
from cms.media.opening import allow_only_what_is_taken_in
from cms.media.refusals import broken
from cms.media.renditions import glance, prepare, small_rgb
from workers.answering import Answer, serve

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
    """Do one request, and say how many originals were decoded so far."""
    told, parts = attempt(request, limits)
    return {**told, "decodes": opening.decodes}, parts


def attempt(request: dict[str, Any], limits: Limits) -> Answer:
    """Every refusal is an answer too."""
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


def _ready(_request: dict[str, Any], _limits: Limits) -> Answer:
    return {}, ()


_OPERATIONS: dict[str, Callable[[dict[str, Any], Limits], Answer]] = {
    "ready": _ready,
    "prepare": _prepare,
    "rgb": _rgb,
    "glance": _glance,
}


def _refused(refusal: PictureRefused) -> Answer:
    return {"refused": [type(refusal).__name__, refusal.code, refusal.sentence]}, ()


def main() -> None:
    """Serve requests until the parent closes the pipe."""
    settings = json.loads(sys.argv[1])
    limits = Limits(**settings["limits"])
    allow_only_what_is_taken_in(limits)
    serve(partial(answer, limits=limits), memory=settings["memory"], seconds=settings["seconds"])


if __name__ == "__main__":
    main()
