"""The one decode of an original: whatever the format, out comes an upright sRGB image in memory that fits 1600 pixels.

Only for the ingest worker's child process: pyvips where it can read a format, Pillow and its plug-ins where it cannot.
"""

import os

os.environ["VIPS_BLOCK_UNTRUSTED"] = "1"
os.environ["VIPS_CONCURRENCY"] = "1"
os.environ["VIPS_DISC_THRESHOLD"] = "100g"

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pi_heif
import pylibjxl
import pyvips
from PIL import AvifImagePlugin, Image, ImageSequence

from cms.media.decode import Inspection, Limits
from cms.media.exif import orientation_of
from cms.media.prepared import SIZES

T = TypeVar("T")
Animation = tuple[list[int], int]
"""Milliseconds of each frame, and how often all are shown (0: for ever)."""

ANIMATED_FRAMES = 1000
ANIMATED_SOURCE_PIXELS = 100_000_000
ANIMATED_PIXELS = 24_000_000
"""All frames of the largest rendition together; an animation with more is made smaller, not shorter."""

_LARGEST = SIZES[0]
_LOADERS = ("Jpeg", "Png", "Webp", "Nsgif", "Tiff")
_BY_PILLOW = {"bmp": "BMP", "heic": "HEIF", "avif": "AVIF"}
"""libvips has no HEVC here, and needs twice the memory for AVIF."""
_WHOLE = "fail_on=error"

decodes = 0
"""Originals decoded by this process; a test holds it at one for each picture."""


@dataclass(frozen=True)
class Opened:
    """Pixels that fit 1600 × 1600, the upright size of the original, and its EXIF block (empty where it has none)."""

    image: pyvips.Image
    width: int
    height: int
    exif: bytes


def allow_only_what_is_taken_in(limits: Limits) -> None:
    """Shut every loader but those of the formats that are taken in; set the libraries' own limits. Once a process."""
    pyvips.cache_set_max(0)
    pyvips.operation_block_set("VipsForeignLoad", state=True)
    for loader in _LOADERS:
        pyvips.operation_block_set(f"VipsForeignLoad{loader}", state=False)
    Image.MAX_IMAGE_PIXELS = limits.max_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def open_picture(path: Path, facts: Inspection) -> Opened:
    """Decode the file once, as small as its format allows. Raises what pyvips and Pillow raise."""
    global decodes
    decodes += 1
    if facts.format in _BY_PILLOW:
        return _by_pillow(path, _BY_PILLOW[facts.format], still=True)
    if facts.format == "jxl":
        return _by_libjxl(path)
    if facts.format == "png" and is_animated(facts):
        return _by_pillow(path, "PNG", still=False)
    return _by_vips(path, facts)


def is_animated(facts: Inspection) -> bool:
    """Whether all frames are kept: there are several, and not too many for the time one picture may take."""
    area = facts.width * facts.height * facts.frames
    return 1 < facts.frames <= ANIMATED_FRAMES and area <= ANIMATED_SOURCE_PIXELS


def longest_side(width: int, height: int, frames: int) -> int:
    """1600, or less where that many frames would be too much."""
    shrunk = math.sqrt(ANIMATED_PIXELS / (frames * width * height)) * max(width, height)
    return min(_LARGEST, max(1, int(shrunk))) if frames > 1 else _LARGEST


def _by_vips(path: Path, facts: Inspection) -> Opened:
    pages = facts.frames if is_animated(facts) else 1
    options = f"n={pages},{_WHOLE}" if pages > 1 else _WHOLE
    header = pyvips.Image.new_from_source(pyvips.Source.new_from_file(str(path)), options)
    side = longest_side(facts.width, facts.height, pages)
    image = pyvips.Image.thumbnail_source(
        pyvips.Source.new_from_file(str(path)),
        side,
        height=side,
        size="down",
        option_string=options,
        **({"output_profile": "srgb"} if header.interpretation == "cmyk" else {}),
    ).copy_memory()
    width, height = header.width, header.get_page_height()
    if _field(header, "orientation", 1) >= 5:
        width, height = height, width
    profile = _field(header, "icc-profile-data", b"")
    return Opened(_bare(standard_colours(image, profile)), width, height, _field(header, "exif-data", b""))


def _by_pillow(path: Path, name: str, *, still: bool) -> Opened:
    with Image.open(path, formats=[name]) as picture:
        width, height = picture.size
        exif = picture.info.get("exif") or b""
        profile = picture.info.get("icc_profile") or b""
        pages, delays = [], []
        side = longest_side(width, height, 1 if still else getattr(picture, "n_frames", 1))
        for frame in [picture] if still else ImageSequence.Iterator(picture):
            delays.append(round(frame.info.get("duration", 100)))
            pages.append(_page(frame, side) if still else _page(frame.copy(), side, gap=1.0))
        loops = picture.info.get("loop", 0)
        orientation = _left_to_do(name, exif)
    if orientation != 1:
        pages = [upright(page, orientation) for page in pages]
    if orientation >= 5:
        width, height = height, width
    image = standard_colours(pages[0] if still else stacked(pages), profile)
    return Opened(_bare(image, None if still else (delays, loops)), width, height, exif)


def _by_libjxl(path: Path) -> Opened:
    """libjxl gives 8 bits a channel, upright, in the picture's own colours."""
    pixels, told = pylibjxl.decode(path.read_bytes(), metadata=True)
    height, width, bands = pixels.shape
    page = _page(Image.fromarray(pixels[:, :, 0] if bands == 1 else pixels), _LARGEST)
    image = standard_colours(page, told.get("icc_profile") or b"")
    return Opened(_bare(image), width, height, told.get("exif") or b"")


def _left_to_do(name: str, exif: bytes) -> int:
    """The orientation that the decoder has not yet carried out, 1 to 8."""
    return 1 if name == "HEIF" or not exif else orientation_of(exif)


def _page(frame: Image.Image, side: int, *, gap: float = 2.0) -> pyvips.Image:
    """One decoded frame, fitted, as an image of three or four bands. The frame is used up; less `gap` is faster."""
    if frame.mode.startswith("I;16"):
        frame = frame.point(lambda level: level / 257).convert("L")
    elif frame.mode == "F":
        frame = frame.point(lambda level: level * 255).convert("L")
    has_alpha = frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info
    wanted = "RGBA" if has_alpha else "RGB"
    plain = frame if frame.mode == wanted else frame.convert(wanted)
    plain.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=gap)
    pixels = pyvips.Image.new_from_memory(plain.tobytes(), plain.width, plain.height, len(plain.mode), "uchar")
    return pixels.copy(interpretation="srgb").copy_memory()


def upright(page: pyvips.Image, orientation: int) -> pyvips.Image:
    """The page turned and mirrored as EXIF's orientation asks."""
    page = page.copy()
    page.set_type(pyvips.GValue.gint_type, "orientation", orientation)
    return page.autorot().copy_memory()


def stacked(pages: list[pyvips.Image]) -> pyvips.Image:
    """Frames of one size below each other, as libvips keeps animations."""
    return _paged(pyvips.Image.arrayjoin(pages, across=1).copy_memory(), pages[0].height)


def standard_colours(image: pyvips.Image, profile: bytes) -> pyvips.Image:
    """8-bit sRGB of three bands, or four with transparency. A profile that cannot be used is ignored."""
    if profile[16:20] == (b"GRAY" if image.bands < 3 else b"RGB "):
        image = _from_profile(image, profile)
    if image.interpretation != "srgb":
        image = image.colourspace("srgb")
    if image.bands > 4:
        image = image.extract_band(0, n=3)
    return image.cast("uchar")


def _from_profile(image: pyvips.Image, profile: bytes) -> pyvips.Image:
    image = image.copy()
    image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    try:
        return image.icc_transform("srgb", embedded=True, intent="relative").copy_memory()
    except pyvips.Error:
        return image


def _bare(image: pyvips.Image, animation: Animation | None = None) -> pyvips.Image:
    """The same pixels with nothing attached but what makes an animation move."""
    pixels = image.write_to_memory()
    bare = pyvips.Image.new_from_memory(pixels, image.width, image.height, image.bands, "uchar")
    bare = bare.copy(interpretation="srgb")
    if image.get_page_height() == image.height:
        return bare
    return _moving(_paged(bare, image.get_page_height()), animation or _animation(image))


def _paged(image: pyvips.Image, height: int) -> pyvips.Image:
    image = image.copy()
    image.set_type(pyvips.GValue.gint_type, "page-height", height)
    return image


def _animation(image: pyvips.Image) -> Animation:
    return _field(image, "delay", []), _field(image, "loop", 0)


def _moving(image: pyvips.Image, animation: Animation) -> pyvips.Image:
    delays, loops = animation
    image = image.copy()
    image.set_type(pyvips.GValue.array_int_type, "delay", delays)
    image.set_type(pyvips.GValue.gint_type, "loop", loops)
    return image


def each_page(image: pyvips.Image, change: Callable[[pyvips.Image], pyvips.Image]) -> pyvips.Image:
    """The same change on every frame; delays and loops stay."""
    height = image.get_page_height()
    if height == image.height:
        return change(image).copy_memory()
    pages = [change(image.crop(0, top, image.width, height)) for top in range(0, image.height, height)]
    return _moving(stacked(pages), _animation(image))


def _field(image: pyvips.Image, name: str, otherwise: T) -> T:
    return image.get(name) if image.get_typeof(name) else otherwise
