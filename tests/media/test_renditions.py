"""Renditions: right way up, right colours, right size, nothing private, one decode."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import pyvips
from PIL import Image, ImageCms, ImageSequence

from cms.media.decode import BrokenPicture
from cms.media.layout import Layout, layout
from cms.media.prepared import Prepared, type_of
from tests.media.pictures import (
    BLUE,
    FORMATS,
    RED,
    YELLOW,
    animated,
    decoded,
    encoded,
    exif,
    halves,
    is_near,
    noise,
    pixel,
    repeated,
    sample,
)
from workers.ingest.sandbox import PixelChild

Prepare = Callable[..., Prepared]
TRANSPOSED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How upright pixels are stored so that the orientation of that number is needed to see them upright."""


def looks_upright(picture: Image.Image) -> bool:
    corner, left, right = pixel(picture, 0.04, 0.06), pixel(picture, 0.3, 0.5), pixel(picture, 0.8, 0.5)
    return is_near(corner, YELLOW) and is_near(left, RED) and is_near(right, BLUE)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_gets_three_renditions_that_look_like_it(prepare: Prepare, format: str) -> None:
    done = prepare(sample(format))
    assert (done.width, done.height) == (320, 200)
    assert [decoded(done.renditions[side]).size for side in (1600, 400, 64)] == [(320, 200), (320, 200), (64, 40)]
    assert all(looks_upright(decoded(file)) for file in done.renditions.values())


def test_heic_is_shown_upright_with_its_facts(prepare: Prepare) -> None:
    done = prepare(sample("heic"))
    assert (done.width, done.height, done.facts.make) == (200, 320, "Pixels")
    assert is_near(pixel(decoded(done.renditions[400]), 0.94, 0.03), YELLOW)


def test_each_size_fits_its_box_and_nothing_is_enlarged(prepare: Prepare) -> None:
    done = prepare(encoded(noise(2000, 1500), "jpeg"))
    assert [decoded(done.renditions[side]).size for side in (1600, 400, 64)] == [(1600, 1200), (400, 300), (64, 48)]
    assert (done.width, done.height) == (2000, 1500)


def test_only_the_largest_of_a_plain_still_is_jpeg(prepare: Prepare) -> None:
    def kinds(file: bytes) -> list[str]:
        return [type_of(prepare(file).renditions[side]) for side in (1600, 400, 64)]

    webp, jpeg = "image/webp", "image/jpeg"
    assert kinds(encoded(noise(500, 300), "png")) == [jpeg, webp, webp]
    assert kinds(encoded(noise(400, 300), "png")) == [webp, webp, webp]
    assert kinds(encoded(noise(500, 300).convert("RGBA"), "png")) == [webp, webp, webp]
    assert kinds(animated("gif")) == [webp, webp, webp]


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (9000, 2), (1601, 1600)])
def test_odd_shapes_come_out_whole(prepare: Prepare, size: tuple[int, int]) -> None:
    done = prepare(encoded(Image.new("RGB", size, RED), "png"))
    assert (done.width, done.height) == size
    assert max(decoded(done.renditions[64]).size) <= 64


@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "tiff", "avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_eight_orientations_look_alike(prepare: Prepare, orientation: int, format: str) -> None:
    stored = halves().transpose(TRANSPOSED[orientation]) if orientation > 1 else halves()
    options = {"exif": exif(orientation)} if format != "tiff" else {"tiffinfo": {274: orientation}}
    done = prepare(encoded(stored, format, **options))
    assert (done.width, done.height) == (320, 200)
    assert looks_upright(decoded(done.renditions[400]))


@pytest.mark.parametrize(("turn", "corner"), [(90, (0.97, 0.03)), (180, (0.97, 0.95)), (270, (0.03, 0.97))])
def test_a_turn_is_clockwise_and_on_top_of_the_orientation(
    prepare: Prepare, turn: int, corner: tuple[float, float]
) -> None:
    done = prepare(encoded(halves().transpose(TRANSPOSED[6]), "jpeg", exif=exif(6)), turn=turn)
    assert (done.width, done.height) == ((320, 200) if turn == 180 else (200, 320))
    assert is_near(pixel(decoded(done.renditions[400]), *corner), YELLOW)


@pytest.mark.parametrize(
    "file",
    [
        encoded(halves(mode="CMYK"), "jpeg"),
        encoded(halves(mode="CMYK"), "tiff"),
        encoded(halves(mode="P"), "png"),
        bytes(pyvips.Image.new_from_buffer(sample("png"), "").colourspace("lab").tiffsave_buffer()),
        encoded(halves(mode="RGBA"), "png"),
        encoded(halves(mode="RGBA"), "jxl"),
        encoded(halves(), "jpeg", progressive=True),
        encoded(halves(mode="RGBA"), "avif"),
        encoded(halves(mode="P"), "bmp"),
    ],
    ids=["cmyk jpeg", "cmyk tiff", "palette", "lab", "alpha", "alpha jxl", "progressive", "alpha avif", "palette bmp"],
)
def test_every_kind_of_colour_comes_out_right(prepare: Prepare, file: bytes) -> None:
    picture = decoded(prepare(file).renditions[400])
    assert is_near(pixel(picture, 0.3, 0.5), RED, 80)
    assert is_near(pixel(picture, 0.8, 0.5), BLUE, 80)


@pytest.mark.parametrize("mode", ["L", "LA", "1", "I;16"])
def test_grey_pictures_stay_grey(prepare: Prepare, mode: str) -> None:
    level = {"1": 255, "I;16": 200 * 257}.get(mode, (200, 255) if mode == "LA" else 200)
    found = pixel(decoded(prepare(encoded(Image.new(mode, (50, 50), level), "png")).renditions[400]), 0.5, 0.5)
    assert is_near(found, (255,) * 3 if mode == "1" else (200,) * 3, 4)


def test_sixteen_bits_become_eight(prepare: Prepare, tmp_path: Path) -> None:
    deep = pyvips.Image.black(40, 40, bands=3).linear(1, [65535, 32896, 0]).cast("ushort").copy(interpretation="rgb16")
    found = pixel(decoded(prepare(deep.pngsave_buffer()).renditions[400]), 0.5, 0.5)
    assert is_near(found, (255, 128, 0), 4)


def test_transparency_stays_transparent(prepare: Prepare) -> None:
    clear = Image.new("RGBA", (60, 60), (255, 0, 0, 0))
    clear.paste((0, 200, 0, 255), (0, 0, 30, 60))
    picture = decoded(prepare(encoded(clear, "png")).renditions[400])
    assert [picture.getpixel(place)[3] for place in ((10, 30), (50, 30))] == [255, 0]


def test_colours_of_another_profile_become_srgb(prepare: Prepare) -> None:
    wide = pyvips.Image.new_from_buffer(sample("png"), "").icc_transform("p3")
    picture = decoded(prepare(wide.jpegsave_buffer(Q=95)).renditions[400])
    assert not is_near(wide.getpoint(96, 100), RED, 10)
    assert is_near(pixel(picture, 0.3, 0.5), RED, 8)
    assert "icc_profile" not in picture.info


@pytest.mark.parametrize("profile", [b"rubbish", b"\x00" * 16 + b"RGB " + b"\xff" * 400, b"\x00" * 16 + b"CMYK" * 40])
def test_a_broken_profile_is_ignored(prepare: Prepare, profile: bytes) -> None:
    assert looks_upright(decoded(prepare(encoded(halves(), "jpeg", icc_profile=profile)).renditions[400]))


@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "tiff", "avif", "jxl"])
def test_renditions_carry_nothing_but_pixels(prepare: Prepare, format: str) -> None:
    plain = {"compression": "raw"} if format == "tiff" else {}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    done = prepare(encoded(halves(), format, exif=exif(), icc_profile=profile, **plain))
    assert all(b"Secret" not in file for file in done.renditions.values())
    assert {chunk(file) for file in done.renditions.values()} <= {b"VP8 ", b"VP8L"}


def chunk(file: bytes) -> bytes:
    """The first chunk of a WebP file: files with metadata begin with VP8X."""
    return file[12:16]


@pytest.mark.parametrize("format", ["gif", "webp", "png"])
def test_animations_keep_moving_and_the_smallest_stands_still(prepare: Prepare, format: str) -> None:
    done = prepare(animated(format, size=(900, 300), frames=5))
    moving = {side: Image.open(io.BytesIO(file)) for side, file in done.renditions.items()}
    assert {side: picture.n_frames for side, picture in moving.items()} == {1600: 5, 400: 5, 64: 1}
    assert {side: picture.size for side, picture in moving.items()} == {1600: (900, 300), 400: (400, 133), 64: (64, 21)}
    durations = [frame.info["duration"] for frame in ImageSequence.Iterator(moving[400]) if frame.load()]
    assert durations == [100, 200, 300, 400, 500]


def test_a_turned_animation_still_moves(prepare: Prepare) -> None:
    done = prepare(animated("gif", size=(90, 30)), turn=90)
    picture = Image.open(io.BytesIO(done.renditions[400]))
    assert (picture.size, picture.n_frames, (done.width, done.height)) == ((30, 90), 4, (30, 90))


def test_a_large_animation_is_made_smaller_not_shorter(prepare: Prepare) -> None:
    done = prepare(animated("gif", size=(1600, 1200), frames=20))
    picture = Image.open(io.BytesIO(done.renditions[1600]))
    assert picture.n_frames == 20
    assert picture.width * picture.height * 20 <= 24_000_000
    assert (done.width, done.height) == (1600, 1200)


def test_an_animation_beyond_all_measure_shows_its_first_frame(prepare: Prepare) -> None:
    done = prepare(repeated(3000, 3000, frames=30))
    assert getattr(decoded(done.renditions[1600]), "n_frames", 1) == 1


def test_one_picture_is_decoded_once(child: PixelChild, prepare: Prepare) -> None:
    prepare(sample("png"))
    for format in FORMATS:
        before = child.decodes
        prepare(sample(format))
        assert child.decodes - before == 1, format


@pytest.mark.parametrize("format", ["jpeg", "png", "gif", "webp", "tiff", "avif", "bmp", "jxl"])
def test_a_picture_cut_in_the_middle_is_refused_with_a_sentence(prepare: Prepare, format: str) -> None:
    whole = encoded(noise(200, 150), format)
    with pytest.raises(BrokenPicture) as refusal:
        prepare(whole[: len(whole) // 2])
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ((1600, 1200), Layout.WIDE),
        ((1200, 1600), Layout.TALL),
        ((1000, 1020), Layout.SQUARE),
        ((4000, 1000), Layout.PANORAMA),
        ((500, 1000), Layout.PANORAMA),
    ],
)
def test_the_shape_has_a_name(size: tuple[int, int], shape: Layout) -> None:
    assert layout(*size) is shape
