"""Damaged files by the hundred: each is prepared or refused with a sentence, and the child lives on."""

import csv
import io
import random
import time
from pathlib import Path

import pytest

from cms.media.decode import PictureRefused, inspect
from cms.media.strip import shareable_spans
from tests.media.pictures import FORMATS, LIMITS, animated, encoded, exif, noise, sample
from workers.ingest.sandbox import PixelChild


def mutations(file: bytes, count: int, seed: int) -> list[bytes]:
    """The file cut, flipped, grown and shuffled, always the same ways."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        bad = bytearray(file)
        for _ in range(chance.choice((1, 2, 8, 40))):
            place = chance.randrange(min(len(bad), chance.choice((64, 600, len(bad)))))
            bad[place] = chance.choice((0, 0xFF, 0x7F, chance.randrange(256)))
        if chance.random() < 0.2:
            del bad[chance.randrange(len(bad)) :]
        if chance.random() < 0.1:
            place = chance.randrange(len(bad) + 1)
            bad[place:place] = chance.randbytes(50)
        found.append(bytes(bad))
    return found


def outcome(child: PixelChild, path: Path) -> str:
    """What became of the picture in one word."""
    try:
        child.prepare(path)
    except PictureRefused as refusal:
        return "refused" if refusal.sentence.endswith(".") else "refused without a sentence"
    return "prepared"


def whole(format: str) -> bytes:
    """A small file with everything in it that a parser may stumble over."""
    if format == "heic":
        return sample(format)
    options = {} if format in ("gif", "bmp", "tiff") else {"exif": exif()}
    return encoded(noise(40, 30), format, **options)


@pytest.mark.parametrize("format", [*FORMATS, "heic"])
def test_mutated_files_are_prepared_or_refused(child: PixelChild, tmp_path: Path, format: str) -> None:
    path, outcomes = tmp_path / "picture", set()
    for bad in mutations(whole(format), 120, seed=len(format)):
        path.write_bytes(bad)
        begun = time.monotonic()
        outcomes.add(outcome(child, path))
        assert time.monotonic() - begun < 20
    assert "refused" in outcomes


@pytest.mark.parametrize("format", ["gif", "webp", "png"])
def test_mutated_animations_are_prepared_or_refused(child: PixelChild, tmp_path: Path, format: str) -> None:
    path, survived = tmp_path / "picture", 0
    for bad in mutations(animated(format, size=(30, 20)), 30, seed=7):
        path.write_bytes(bad)
        survived += outcome(child, path) in ("prepared", "refused")
    assert survived == 30


@pytest.mark.parametrize("format", [*FORMATS, "heic"])
def test_headers_of_mutated_files_are_read_or_refused_and_nothing_else(format: str) -> None:
    for bad in mutations(whole(format), 1500, seed=3):
        stream = io.BytesIO(bad)
        try:
            found = inspect(stream, limits=LIMITS)
        except PictureRefused:
            continue
        assert 0 < found.width * found.height <= LIMITS.max_pixels
        spans = shareable_spans(stream, found.format)
        assert spans is None or all(0 <= span.start <= span.end <= len(bad) for span in spans)


def test_the_shared_malformed_files_do_as_expected(child: PixelChild, shared: Path) -> None:
    rows = [row for row in csv.DictReader((shared / "manifest.csv").read_text().splitlines()) if row["expect"]]
    assert len(rows) >= 20
    for row in rows:
        begun = time.monotonic()
        try:
            files = child.prepare(shared / row["file"]).renditions.values()
        except PictureRefused:
            files = []
        assert (row["expect"], bool(files)) not in {("accept", False), ("reject", True)}, row["file"]
        assert not any(b"<script" in file for file in files)
        assert time.monotonic() - begun < 5
