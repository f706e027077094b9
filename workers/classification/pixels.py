"""Pixels for the models: a stored rendition, opened in a confined child like every picture."""

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from flask import current_app

from cms.images.limits import limits_of
from cms.media.refusals import PictureRefused
from workers.ingest.sandbox import PixelChild
from workers.runtime import PermanentFailure

if TYPE_CHECKING:
    from cms.vision.base import Picture

LONGEST = 400


def picture_of(stream: BinaryIO) -> "Picture":
    """Height × width × 3, RGB, from an encoded rendition."""
    with tempfile.NamedTemporaryFile(prefix="pixels-read-") as copy:
        copy.write(stream.read())
        copy.flush()
        try:
            width, height, plain = pixel_child().rgb(Path(copy.name), longest=LONGEST)
        except PictureRefused as refusal:
            raise PermanentFailure(refusal.sentence, refusal.code) from refusal
    return np.frombuffer(plain, np.uint8).reshape(height, width, 3)


@cache
def pixel_child() -> PixelChild:
    """The one child process in which this worker opens pixels."""
    return PixelChild(limits=limits_of(current_app.extensions["settings"]))
