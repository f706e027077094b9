"""The reader of writing: what it reads on drawn lines, where, and what it does with what cannot be read."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import captcha
import pytest
from PIL import Image, ImageDraw, ImageFont

from cms.index.tokens import folded
from cms.vision.base import TextLine, Unread
from workers.classification.detectors.text import asking
from workers.classification.detectors.text.asking import TextChild
from workers.classification.registry import load_text_reader

FACE = Path(captcha.__file__).parent / "data" / "DroidSansMono.ttf"
"""A face with accents that comes with a package of the site."""
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


@pytest.fixture(scope="module")
def reader(models_dir: Path) -> Iterator[TextChild]:
    made = load_text_reader("pp-ocr-v4", models_dir)
    assert isinstance(made, TextChild)
    yield made
    made.close()


def sign(folder: Path, *lines: str, turn: int = 0, size: int = 36, face: Path | None = None) -> Path:
    """A white sign with black lines, turned counter-clockwise by degrees."""
    drawn = Image.new("RGB", (720, 90 + 80 * len(lines)), WHITE)
    pen = ImageDraw.Draw(drawn)
    for number, line in enumerate(lines):
        pen.text(
            (40, 50 + 80 * number),
            line,
            fill=BLACK,
            font=ImageFont.truetype(face, size) if face else ImageFont.load_default(size),
        )
    path = folder / "sign.png"
    drawn.rotate(turn, expand=True, fillcolor=WHITE).save(path)
    return path


def words(lines: tuple[TextLine, ...]) -> list[str]:
    return [folded(line.text) for line in lines]


def test_lines_are_read_from_top_to_bottom_with_their_spaces(reader: TextChild, tmp_path: Path) -> None:
    found = reader.read(sign(tmp_path, "GRAND HOTEL", "open daily from 8 to 17", "Ticket No. 48213"))
    assert words(found) == ["grand hotel", "open daily from 8 to 17", "ticket no. 48213"]
    assert all(line.probability > 0.9 for line in found)


def test_accents_count_as_their_letters(reader: TextChild, tmp_path: Path) -> None:
    """It has no å and no ö of its own, and mostly takes them for a and o."""
    found = reader.read(sign(tmp_path, "Café über Smörgås", face=FACE))
    assert words(found) == ["cafe uber smorgas"]


def test_corners_are_shares_of_the_picture_around_the_line(reader: TextChild, tmp_path: Path) -> None:
    [line] = reader.read(sign(tmp_path, "HARBOUR"))
    (left, top), (right, _), (_, bottom), _ = line.corners
    assert 0.02 < left < 0.08
    assert 0.2 < right < 0.5
    assert 0.1 < top < bottom < 0.7


@pytest.mark.parametrize("turn", [-8, 8, 90])
def test_a_line_that_stands_otherwise_is_read(reader: TextChild, tmp_path: Path, turn: int) -> None:
    assert "grand hotel" in words(reader.read(sign(tmp_path, "GRAND HOTEL", turn=-turn)))


def test_a_picture_without_writing_has_no_lines(reader: TextChild, tmp_path: Path) -> None:
    plain = tmp_path / "plain.png"
    Image.linear_gradient("L").convert("RGB").save(plain)
    assert reader.read(plain) == ()


def test_what_is_no_picture_is_unread_and_the_next_is_read(reader: TextChild, tmp_path: Path) -> None:
    (tmp_path / "no.png").write_bytes(b"no picture at all")
    with pytest.raises(Unread, match="cannot be opened"):
        reader.read(tmp_path / "no.png")
    assert words(reader.read(sign(tmp_path, "BRIDGE"))) == ["bridge"]


def test_a_picture_that_takes_too_long_is_unread_and_the_next_is_read(
    models_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "WALL_SECONDS", 0.2)
    hasty = TextChild(models_dir)
    with pytest.raises(Unread, match="takes too long"):
        hasty.read(sign(tmp_path, *["many words in a long picture"] * 60))
    monkeypatch.undo()
    patient = TextChild(models_dir)
    try:
        assert words(patient.read(sign(tmp_path, "BRIDGE"))) == ["bridge"]
    finally:
        hasty.close()
        patient.close()


def test_a_reader_that_was_killed_reads_the_next_picture(reader: TextChild, tmp_path: Path) -> None:
    reader.read(sign(tmp_path, "BRIDGE"))
    assert reader.pid is not None
    os.kill(reader.pid, signal.SIGKILL)
    assert words(reader.read(sign(tmp_path, "BRIDGE"))) == ["bridge"]


def test_writing_may_be_left_unread(models_dir: Path) -> None:
    assert load_text_reader("off", models_dir) is None
