"""What is read off the pixels: colours, fingerprint, placeholder."""

import base64
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import thash
from PIL import Image

from cms.media.fingerprint import SIDE, fingerprint
from cms.media.palette import palette
from cms.media.prepared import Prepared
from tests.media.pictures import BLUE, RED, YELLOW, encoded, halves, is_near, sample

Prepare = Callable[..., Prepared]
NEAR_COPIES = ("jpeg10", "small25", "gray", "blur")


def bits_apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def rgb(hex_colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(hex_colour[1:]))


def test_colours_come_with_their_shares(prepare: Prepare) -> None:
    colours = prepare(sample("png")).colours
    assert [is_near(rgb(found.hex), wanted, 12) for found, wanted in zip(colours, (BLUE, RED, YELLOW), strict=True)]
    assert [found.share for found in colours] == [pytest.approx(share, abs=0.02) for share in (0.5, 0.475, 0.025)]


def test_a_small_vivid_spot_in_a_grey_picture_is_kept() -> None:
    grey = np.random.default_rng(1).integers(0, 256, (64, 64, 1), dtype=np.uint8).repeat(3, axis=2)
    grey[10:18, 10:18] = (230, 20, 20)
    assert any(is_near(rgb(found.hex), (230, 20, 20), 12) for found in palette(grey))


def test_shares_are_at_most_everything_and_colours_at_most_five() -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (64, 48, 3), dtype=np.uint8)
    found = palette(pixels)
    assert len(found) <= 5
    assert sum(colour.share for colour in found) <= 1
    assert [colour.share for colour in found] == sorted((colour.share for colour in found), reverse=True)


def test_nothing_is_seen_where_all_is_transparent(prepare: Prepare) -> None:
    done = prepare(encoded(Image.new("RGBA", (40, 40), (9, 9, 9, 0)), "png"))
    assert done.colours == ()
    assert len(done.fingerprint) == 16


def test_the_placeholder_is_a_thumbhash_of_the_same_shape_and_colour(prepare: Prepare) -> None:
    found = list(base64.b64decode(prepare(sample("jpeg")).placeholder))
    assert thash.thumb_hash_to_approximate_aspect_ratio(found) == pytest.approx(1.6, abs=0.2)
    red, _, blue, alpha = thash.thumb_hash_to_average_rgba(found)
    assert (0.3 < red < 0.7, 0.2 < blue < 0.7, alpha) == (True, True, 1.0)


def test_a_black_picture_has_an_even_fingerprint() -> None:
    assert fingerprint(np.zeros((SIDE, SIDE), dtype=np.uint8)) == bytes(16)


def test_the_same_picture_in_another_format_has_nearly_the_same_fingerprint(prepare: Prepare) -> None:
    first = prepare(sample("png")).fingerprint
    assert bits_apart(first, prepare(encoded(halves(), "jpeg", quality=40)).fingerprint) <= 24


def test_near_copies_are_near_and_other_pictures_far(prepare: Prepare, shared: Path) -> None:
    originals = sorted((shared / "retrieval").glob("*__original.jpg"))
    prints = {path.name.split("__")[0]: prepare(path.read_bytes()).fingerprint for path in originals}
    for path in originals:
        name = path.name.split("__")[0]
        for change in NEAR_COPIES:
            copy = prepare((path.parent / f"{name}__{change}.jpg").read_bytes()).fingerprint
            assert min(prints, key=lambda other: bits_apart(copy, prints[other])) == name
            assert bits_apart(copy, prints[name]) <= 30
