"""What a file is and how large, from its header alone, and the limits that hold before anything is decoded.

Standard library only: the web process asks this. Pixels are opened by the ingest worker's child and nowhere else.
"""

from dataclasses import dataclass
from typing import BinaryIO

from cms.media.formats import sniff
from cms.media.headers.source import Header, Source
from cms.media.refusals import BrokenPicture, NotAPicture, PictureRefused, PictureTooCostly, TooLarge

__all__ = [
    "BrokenPicture",
    "Inspection",
    "Limits",
    "NotAPicture",
    "PictureRefused",
    "PictureTooCostly",
    "TooLarge",
    "inspect",
]

_START = 64


@dataclass(frozen=True)
class Limits:
    """What one file may have: bytes, pixels of one frame, and pixels of all frames together."""

    max_bytes: int
    max_pixels: int
    max_frame_pixels: int


@dataclass(frozen=True)
class Inspection:
    """What the header says. Width and height are as stored, before any orientation; `size` is in bytes."""

    format: str
    content_type: str
    extension: str
    width: int
    height: int
    frames: int
    size: int


def inspect(stream: BinaryIO, *, limits: Limits) -> Inspection:
    """Read the header of a seekable stream. Raises NotAPicture, TooLarge or BrokenPicture; decodes nothing."""
    source = Source(stream)
    if source.size == 0:
        raise BrokenPicture("empty", "The file is empty.")
    if source.size > limits.max_bytes:
        raise TooLarge("too-many-bytes", f"The file is larger than {limits.max_bytes // 1_000_000} MB.")
    found = sniff(source.head(_START))
    header = found.read(source)
    _within(header, limits)
    return Inspection(
        format=found.name,
        content_type=found.content_type,
        extension=found.extension,
        width=header.width,
        height=header.height,
        frames=header.frames,
        size=source.size,
    )


def _within(header: Header, limits: Limits) -> None:
    if header.pixels > limits.max_pixels:
        raise TooLarge("too-many-pixels", f"The picture has more than {limits.max_pixels // 1_000_000} megapixels.")
    if header.frames > 1 and header.pixels * header.frames > limits.max_frame_pixels:
        raise TooLarge("too-many-frames", "The animation has too many frames for its size.")
