"""Camera facts: what is there is read, what is impossible is left out, and nothing is believed without limit."""

import csv
import random
import struct
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from cms.media.exif import Exif, orientation_block, orientation_of, read_exif
from cms.media.prepared import Prepared
from tests.media.pictures import decoded, encoded, exif, halves

Prepare = Callable[..., Prepared]


def block(main: dict[int, object] | None = None, photo: dict[int, object] | None = None, place: object = None) -> bytes:
    facts = Image.Exif()
    for tags, given in ((facts, main), (facts.get_ifd(0x8769), photo), (facts.get_ifd(0x8825), place)):
        tags.update(given or {})  # type: ignore[arg-type]
    return facts.tobytes()


@pytest.mark.parametrize("byte_order", ["<", ">"])
def test_facts_are_read_in_both_byte_orders(byte_order: str) -> None:
    found = read_exif(exif(6, byte_order=byte_order))
    assert found.taken_at == datetime(2024, 5, 6, 7, 8, 9)
    assert (found.offset, found.make, found.model) == ("+08:00", "Secretmaker", "Secretmodel")
    assert (found.lens, found.exposure, found.aperture) == ("A lens", 0.004, 2.8)
    assert (found.iso, found.focal_length, found.orientation) == (200, 35.0, 6)
    assert (found.lat, found.lon) == (pytest.approx(55.605833), pytest.approx(13.000722))


def test_south_west_and_below_the_sea_are_negative() -> None:
    place = {1: "S", 2: (33.0, 30.0, 0.0), 3: "W", 4: (70.0, 15.0, 0.0), 5: 1, 6: 12.5}
    found = read_exif(block(place=place))
    assert (found.lat, found.lon, found.alt) == (-33.5, -70.25, -12.5)


@pytest.mark.parametrize(
    "place",
    [
        {1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (13.0, 0.0, 0.0)},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (55.0, 0.0, 0.0)},
        {2: (55.0, 0.0, 0.0), 4: (13.0, 0.0, 0.0)},
        {1: "N", 2: (55.0, 0.0, 0.0), 3: "E", 4: (181.0, 0.0, 0.0)},
    ],
)
def test_impossible_positions_are_none(place: dict[int, object]) -> None:
    found = read_exif(block(place=place))
    assert (found.lat, found.lon) == (None, None)


@pytest.mark.parametrize(
    "date", ["0000:00:00 00:00:00", "2024:02:31 10:00:00", "    :  :     :  :  ", "soon", "9999:01:01 0"]
)
def test_impossible_dates_are_none(date: str) -> None:
    assert read_exif(block(photo={0x9003: date, 0x9011: "+99:99"})) == Exif()


def test_long_and_hostile_text_is_trimmed_to_one_plain_line() -> None:
    found = read_exif(block({0x010F: "a\r\nb\x1b[31m c" + "x" * 5000, 0x0110: "\x01\x02 "}))
    assert found.make is not None
    assert found.make.startswith("a b [31m c")
    assert len(found.make) == 200
    assert found.model is None


def test_names_in_other_scripts_are_read_without_what_turns_text_around() -> None:
    assert read_exif(block({0x010F: "#" * 9}).replace(b"#" * 9, "佳\u202e能".encode())).make == "佳 能"


def test_a_text_that_is_no_text_and_numbers_out_of_reach_are_none() -> None:
    found = read_exif(block({0x0112: 99}, {0x829D: 0.0, 0x829A: float(10**9), 0x8827: 0}))
    assert (found.orientation, found.aperture, found.exposure, found.iso) == (1, None, None, None)


def test_no_damaged_block_ever_raises() -> None:
    chance, whole = random.Random(20), bytearray(exif())
    for _ in range(3000):
        bad = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.3 else whole)
        for _ in range(chance.randrange(1, 6)):
            if bad:
                bad[chance.randrange(len(bad))] = chance.choice((0, 255, chance.randrange(256)))
        found = read_exif(bytes(bad))
        assert found.lat is None or -90 <= found.lat <= 90
        assert 1 <= found.orientation <= 8


def test_a_directory_that_is_its_own_next_ends() -> None:
    assert read_exif(b"II*\x00\x08\x00\x00\x00" + struct.pack("<HHHII", 1, 0x8769, 4, 1, 8)) == Exif()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_smallest_block_says_only_the_orientation(orientation: int) -> None:
    assert orientation_of(orientation_block(orientation)) == orientation
    assert read_exif(orientation_block(orientation)) == Exif(orientation=orientation)


@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "avif", "jxl"])
def test_facts_are_found_in_every_format_that_has_them(prepare: Prepare, format: str) -> None:
    facts = prepare(encoded(halves(), format, exif=exif())).facts
    assert (facts.model, facts.taken_at) == ("Secretmodel", datetime(2024, 5, 6, 7, 8, 9))


def test_a_tiff_is_its_own_block(prepare: Prepare) -> None:
    facts = prepare(encoded(halves(), "tiff", tiffinfo={271: "Maker", 306: "2020:01:02 03:04:05"})).facts
    assert (facts.make, facts.taken_at) == ("Maker", datetime(2020, 1, 2, 3, 4, 5))


def test_cameras_and_positions_of_real_photographs(prepare: Prepare, shared: Path) -> None:
    rows = [
        row
        for row in csv.DictReader((shared / "manifest.csv").read_text().splitlines())
        if row["file"].startswith("exif/DSCN")
    ]
    assert rows
    for row in rows:
        facts = prepare((shared / row["file"]).read_bytes()).facts
        assert (facts.make, facts.model) == (row["make"], row["model"])
        assert (facts.lat, facts.lon) == (pytest.approx(float(row["lat"])), pytest.approx(float(row["lon"])))
        assert facts.taken_at == datetime.strptime(row["taken"], "%Y:%m:%d %H:%M:%S")


@pytest.mark.parametrize("kind", ["Landscape", "Portrait"])
def test_real_photographs_of_all_orientations_look_alike(prepare: Prepare, shared: Path, kind: str) -> None:
    shown = [prepare((shared / f"exif/orient_{kind}_{n}.jpg").read_bytes()) for n in range(1, 9)]
    small = [decoded(done.renditions[64]).convert("L").resize((16, 16)).tobytes() for done in shown]
    assert len({(done.width, done.height) for done in shown}) == 1
    for other in small[1:]:
        assert sum(abs(a - b) for a, b in zip(small[0], other, strict=True)) / 256 < 12
