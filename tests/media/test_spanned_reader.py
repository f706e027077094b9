"""A stream over spans reads as the pieces put together, from anywhere."""

import io
import os
import random
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.media.spans import Kept, Span, SpannedReader

ORIGINAL = random.Random(4).randbytes(5000)
SPANS = (
    Span(0, 100),
    Span(literal=b"between"),
    Span(150, 2000),
    Span(2500, 2501),
    Span(literal=b"x"),
    Span(4000, 5000),
)
WHOLE = b"".join(span.literal or ORIGINAL[span.start : span.end] for span in SPANS)


def open_range(start: int, end: int) -> BinaryIO:
    return io.BytesIO(ORIGINAL[start:end])


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) + 50), st.integers(0, 3000)), min_size=1, max_size=12))
def test_reading_anywhere_gives_the_bytes_of_the_whole(reads: list[tuple[int, int]]) -> None:
    with io.BufferedReader(SpannedReader(open_range, SPANS), 256) as reader:
        for offset, length in reads:
            reader.seek(offset)
            assert reader.read(length) == WHOLE[offset : offset + length]


def test_reading_straight_through_opens_each_range_once() -> None:
    opened: list[tuple[int, int]] = []

    def counted(start: int, end: int) -> BinaryIO:
        opened.append((start, end))
        return open_range(start, end)

    reader = SpannedReader(counted, SPANS)
    assert b"".join(iter(lambda: reader.read(64), b"")) == WHOLE
    assert opened == [(span.start, span.end) for span in SPANS if not span.literal]


def test_places_count_from_the_start_from_here_and_from_the_end() -> None:
    reader = SpannedReader(open_range, SPANS)
    assert reader.seek(0, os.SEEK_END) == reader.size == len(WHOLE)
    assert (reader.seek(-7, os.SEEK_CUR), reader.read()) == (len(WHOLE) - 7, WHOLE[-7:])
    with pytest.raises(ValueError):
        reader.seek(-1)


def test_an_original_that_is_too_short_is_not_passed_off_as_whole() -> None:
    with pytest.raises(EOFError):
        SpannedReader(open_range, (Span(4990, 6000),)).read()


def test_closing_closes_the_range_that_is_open() -> None:
    piece = io.BytesIO(ORIGINAL)
    reader = SpannedReader(lambda start, end: piece, (Span(0, 5000),))
    reader.read(10)
    reader.close()
    assert piece.closed


def test_neighbouring_ranges_become_one() -> None:
    kept = Kept()
    for start, end in ((0, 10), (10, 20), (20, 20), (30, 40)):
        kept.keep(start, end)
    kept.put(b"")
    assert kept.spans() == (Span(0, 20), Span(30, 40))
