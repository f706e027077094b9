"""What others may download: the same pixels and profile, nothing private, and nothing behind the end."""

import io
import json
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from cms.media.exif import orientation_of
from cms.media.spans import Span, SpannedReader
from cms.media.strip import shareable_spans
from tests.media.pictures import animated, encoded, exif, halves, noise, sample

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Secretxmp</x:xmpmeta>'
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
STRIPPED = ("jpeg", "png", "webp", "gif", "bmp")


def shared_of(file: bytes, format: str) -> bytes:
    spans = shareable_spans(io.BytesIO(file), format)
    assert spans is not None
    return b"".join(span.literal or file[span.start : span.end] for span in spans)


def private(format: str, orientation: int = 6) -> bytes:
    """A file with something private in every place that the format has."""
    picture = noise(64, 48)
    if format == "jpeg":
        file = encoded(picture, format, exif=exif(orientation), icc_profile=PROFILE, xmp=XMP, comment=b"Secretcomment")
        return (
            file[:2]
            + segment(0xED, b"Photoshop 3.0\0Secretiptc")
            + segment(0xE2, b"FPXR\0Secret")
            + file[2:]
            + b"Secrettail"
        )
    if format == "png":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "Secretauthor")
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=False)
        return encoded(picture, format, pnginfo=texts, exif=exif(orientation), icc_profile=PROFILE) + b"Secrettail"
    if format == "webp":
        file = encoded(picture, format, exif=exif(orientation), icc_profile=PROFILE, xmp=XMP)
        return file + b"Secrettail"
    return encoded(picture, format, **({"comment": b"Secretcomment"} if format == "gif" else {})) + b"Secrettail"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def pixels(file: bytes) -> list[bytes]:
    picture = Image.open(io.BytesIO(file))
    found = []
    for number in range(getattr(picture, "n_frames", 1)):
        picture.seek(number)
        found.append(picture.convert("RGBA").tobytes())
    return found


@pytest.mark.parametrize("format", STRIPPED)
def test_pixels_are_the_same_and_nothing_private_is_left(format: str) -> None:
    file = private(format)
    shared = shared_of(file, format)
    assert b"Secret" in file
    assert b"Secret" not in shared
    assert pixels(shared) == pixels(file)


@pytest.mark.parametrize("format", ["jpeg", "png", "webp"])
def test_profile_and_orientation_stay(format: str) -> None:
    picture = Image.open(io.BytesIO(shared_of(private(format), format)))
    assert picture.info["icc_profile"] == PROFILE
    assert orientation_of(picture.info["exif"]) == 6
    assert dict(picture.getexif()) == {0x0112: 6}


@pytest.mark.parametrize("format", ["jpeg", "png", "webp"])
def test_an_upright_picture_gets_no_exif_at_all(format: str) -> None:
    assert "exif" not in Image.open(io.BytesIO(shared_of(private(format, 1), format))).info


@pytest.mark.parametrize("format", ["gif", "webp", "png"])
def test_animations_stay_whole(format: str) -> None:
    file = animated(format)
    shared = Image.open(io.BytesIO(shared_of(file, format)))
    assert (shared.n_frames, shared.info.get("loop")) == (4, 0)
    assert pixels(shared_of(file, format)) == pixels(file)


@pytest.mark.parametrize("format", STRIPPED)
def test_a_file_without_anything_private_is_kept_bit_for_bit(format: str) -> None:
    assert shared_of(sample(format), format) == sample(format)


def test_cmyk_and_progressive_jpeg_keep_their_pixels() -> None:
    for picture, options in ((halves(mode="CMYK"), {}), (noise(90, 70), {"progressive": True})):
        file = encoded(picture, "jpeg", exif=exif(), **options)
        assert pixels(shared_of(file, "jpeg")) == pixels(file)


def test_comments_between_scans_and_thumbnails_of_jfif_go() -> None:
    file = encoded(noise(40, 30), "jpeg", progressive=True)
    at = file.rindex(b"\xff\xda")
    thumbnail = segment(0xE0, b"JFIF\0\x01\x02\x00\x00\x01\x00\x01\x03\x01" + b"Secret123")
    hidden = file[:2] + thumbnail + file[20:at] + segment(0xFE, b"Secretcomment") + file[at:]
    assert b"Secret" not in shared_of(hidden, "jpeg")
    assert pixels(shared_of(hidden, "jpeg")) == pixels(file)


def test_a_page_behind_a_real_picture_is_not_shared(shared: Path) -> None:
    file = (shared / "malformed" / "html_tail.jpg").read_bytes()
    assert b"<script" in file
    assert b"<script" not in shared_of(file, "jpeg")


def test_a_bitmap_that_names_a_file_of_its_maker_is_not_shared() -> None:
    file = bytearray(14 + 124 + 4)
    struct.pack_into("<2sIHHI", file, 0, b"BM", len(file), 0, 0, 138)
    struct.pack_into("<IiiHHII", file, 14, 124, 1, 1, 1, 24, 0, 4)
    file[70:74] = b"KNIL"
    assert shareable_spans(io.BytesIO(bytes(file)), "bmp") is None


@pytest.mark.parametrize("format", ["tiff", "heic", "avif", "jxl", "unheard of"])
def test_formats_that_would_need_decoding_are_not_shared(format: str) -> None:
    assert shareable_spans(io.BytesIO(sample("tiff")), format) is None


@pytest.mark.parametrize("format", STRIPPED)
def test_cut_files_share_all_or_nothing_and_never_raise(format: str) -> None:
    file = private(format)
    for length in range(0, len(file), max(1, len(file) // 150)):
        spans = shareable_spans(io.BytesIO(file[:length]), format)
        assert spans is None or all(span.end <= length for span in spans)


@pytest.mark.parametrize("format", STRIPPED)
def test_another_program_finds_nothing_private_either(format: str, tmp_path: Path) -> None:
    path = tmp_path / "shared"
    path.write_bytes(shared_of(private(format), format))
    found = json.loads(subprocess.check_output(["exiftool", "-j", "-a", "-G1", "-u", "-ee", path]))[0]
    groups = {name.split(":")[0] for name in found if ":" in name}
    assert not {group for group in groups if group.startswith(("GPS", "XMP", "IPTC", "MPF", "ExifIFD"))}
    assert "Secret" not in json.dumps(found)
    assert not [name for name in found if "Warning" in name or "Error" in name]


def test_real_photographs_lose_their_position_only(shared: Path) -> None:
    file = (shared / "exif" / "DSCN0010.jpg").read_bytes()
    stripped = shared_of(file, "jpeg")
    assert pixels(stripped) == pixels(file)
    assert b"NIKON" in file
    assert b"NIKON" not in stripped


def test_chunks_that_are_put_in_have_the_right_checksum() -> None:
    stripped = shared_of(private("png"), "png")
    at = stripped.index(b"eXIf")
    length = int.from_bytes(stripped[at - 4 : at], "big")
    assert zlib.crc32(stripped[at : at + 4 + length]) == int.from_bytes(
        stripped[at + 4 + length : at + 8 + length], "big"
    )


def test_spans_survive_being_kept_as_json() -> None:
    spans = shareable_spans(io.BytesIO(private("jpeg")), "jpeg") or ()
    assert any(span.literal for span in spans)
    assert tuple(Span.from_json(json.loads(json.dumps(span.to_json()))) for span in spans) == spans


def test_the_reader_is_seekable_and_only_for_reading() -> None:
    with SpannedReader(lambda start, end: io.BytesIO(), ()) as reader:
        assert (reader.seekable(), reader.readable(), reader.writable(), reader.read()) == (True, True, False, b"")
