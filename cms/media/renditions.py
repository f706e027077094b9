"""One decode, then everything Pixels keeps of a picture: three renditions, placeholder, colours, fingerprint, facts.

Only for the ingest worker's child process; the original never reaches another process's decoder.
"""

import base64
import mmap
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyvips
import thash
from numpy.typing import NDArray

from cms.media.decode import Limits, inspect
from cms.media.exif import Exif, read_exif
from cms.media.fingerprint import SIDE, fingerprint
from cms.media.opening import each_page, open_picture
from cms.media.palette import palette
from cms.media.prepared import SIZES, Glance, Prepared

Box = Sequence[float]
"""Left, top, width and height as shares of the upright picture."""

TURNS = (0, 90, 180, 270)
GLANCE = 400
_QUALITY = {1600: 80, 400: 78, 64: 70}
_METHOD = 2
"""WebP's knee: the next method costs 2.7 times more for 5 % fewer bytes."""


def prepare(path: Path, *, limits: Limits, turn: int = 0) -> Prepared:
    """Decode the file once and make everything of it; `turn` is clockwise, on top of the camera's own orientation.

    Raises PictureRefused for what the header says, and what pyvips and Pillow raise for what the pixels are.
    """
    with path.open("rb") as stream:
        facts = inspect(stream, limits=limits)
    opened = open_picture(path, facts)
    image = each_page(opened.image, lambda page: page.rot(f"d{turn}")) if turn else opened.image
    still, renditions = _cascade(image)
    width, height = (opened.height, opened.width) if turn in (90, 270) else (opened.width, opened.height)
    return Prepared(
        width=width,
        height=height,
        renditions=renditions,
        placeholder=_placeholder(still),
        colours=palette(still),
        fingerprint=fingerprint(_squeezed(image)),
        facts=_facts(path) if facts.format == "tiff" else read_exif(opened.exif),
    )


def small_rgb(path: Path, *, limits: Limits, longest: int) -> tuple[int, int, bytes]:
    """Width, height and plain RGB bytes of a picture that fits `longest`: the first frame, on white."""
    with path.open("rb") as stream:
        facts = inspect(stream, limits=limits)
    image = fitted(_first(open_picture(path, facts).image), longest)
    if image.bands == 4:
        image = image.flatten(background=[255, 255, 255])
    return image.width, image.height, image.write_to_memory()


def glance(path: Path, *, limits: Limits, box: Box | None = None) -> Glance:
    """What a picture is compared by, of its first frame or of a box in it; the fingerprint comes out as `prepare`'s."""
    with path.open("rb") as stream:
        facts = inspect(stream, limits=limits)
    image = _first(open_picture(path, facts).image)
    if box is not None:
        image = _boxed(image, box)
    small = fitted(image, GLANCE)
    plain = small.flatten(background=[255, 255, 255]) if small.bands == 4 else small
    return Glance(
        width=plain.width,
        height=plain.height,
        rgb=plain.write_to_memory(),
        grey=_squeezed(image).tobytes(),
        shown=_webp(small, GLANCE),
    )


def _boxed(image: pyvips.Image, box: Box) -> pyvips.Image:
    """The pixels within a box of shares; never less than one."""
    left, top = int(box[0] * image.width), int(box[1] * image.height)
    left, top = min(left, image.width - 1), min(top, image.height - 1)
    width = max(1, min(round(box[2] * image.width), image.width - left))
    height = max(1, min(round(box[3] * image.height), image.height - top))
    return image.crop(left, top, width, height).copy_memory()


def fitted(image: pyvips.Image, side: int) -> pyvips.Image:
    """No side longer than `side`, never enlarged; frames stay frames."""
    if max(image.width, image.get_page_height()) <= side:
        return image
    return image.thumbnail_image(side, height=side, size="down").copy_memory()


def _cascade(image: pyvips.Image) -> tuple[NDArray[np.uint8], dict[int, bytes]]:
    """Each size from the one before; the pixels of the smallest and the encoded bytes of all."""
    made: dict[int, bytes] = {}
    for before, side in zip((0, *SIZES), SIZES, strict=False):
        smaller = fitted(_first(image) if side == SIZES[-1] else image, side)
        made[side] = made[before] if smaller is image and before else _encoded(smaller, side)
        image = smaller
    return image.numpy().astype(np.uint8), made


def _encoded(image: pyvips.Image, side: int) -> bytes:
    """The largest of a plain still is JPEG (ADR 14): WebP takes as long for it as all the rest; else WebP."""
    is_still = image.bands == 3 and image.get_page_height() == image.height
    if side == SIZES[0] and is_still and max(image.width, image.height) > SIZES[1]:
        return bytes(image.jpegsave_buffer(Q=_QUALITY[side], keep="none"))
    return _webp(image, side)


def _webp(image: pyvips.Image, side: int) -> bytes:
    return bytes(image.webpsave_buffer(Q=_QUALITY[side], effort=_METHOD, keep="none"))


def _first(image: pyvips.Image) -> pyvips.Image:
    height = image.get_page_height()
    return image if height == image.height else image.crop(0, 0, image.width, height).copy_memory()


def _squeezed(image: pyvips.Image) -> NDArray[np.uint8]:
    page = _first(image)
    if page.bands == 4:
        page = page.flatten(background=[255, 255, 255])
    small = page.thumbnail_image(SIDE, height=SIDE, size="force").colourspace("b-w")
    return np.asarray(small.numpy(), dtype=np.uint8).reshape(SIDE, SIDE)


def _placeholder(pixels: NDArray[np.uint8]) -> str:
    height, width, bands = pixels.shape
    opaque = np.full((height, width, 1), 255, dtype=np.uint8)
    rgba = pixels if bands == 4 else np.concatenate([pixels, opaque], axis=2)
    return base64.b64encode(bytes(thash.rgba_to_thumb_hash(width, height, rgba.ravel()))).decode()


def _facts(path: Path) -> Exif:
    """A TIFF file is its own EXIF block."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as block:
        return read_exif(block)
