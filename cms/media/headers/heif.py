"""AVIF and HEIC: the boxes that say how large the primary picture is (ISO/IEC 23008-12)."""

from collections.abc import Iterator

from cms.media.headers.source import Header, Source, sized
from cms.media.refusals import broken

Span = tuple[int, int]
_HEADER = 8
_META = 4 << 20
_MADE_OF = 4096


def boxes(source: Source, span: Span) -> Iterator[tuple[bytes, Span]]:
    """Kind and content of each box within the span; a box that is longer than its span ends the walk."""
    offset, end = span
    while offset + _HEADER <= end:
        source.step()
        start = source.at(offset, _HEADER)
        length, begin = int.from_bytes(start[:4], "big"), offset + _HEADER
        if length == 1:
            length, begin = int.from_bytes(source.at(begin, 8), "big"), begin + 8
        stop = end if length == 0 else offset + length
        if stop > end or stop < begin:
            return
        yield start[4:], (begin, stop)
        offset = stop


def read(source: Source) -> Header:
    """Size of the primary item; the largest that any item has counts against the limit."""
    meta = dict(boxes(source, _child(source, (0, source.size), b"meta", skip=4)))
    properties = dict(boxes(source, _of(meta, b"iprp")))
    sizes = _sizes(source, _of(properties, b"ipco"))
    primary = _primary(source, _of(meta, b"pitm"))
    own = [n for n in _associated(source, _of(properties, b"ipma"), primary) if n in sizes]
    if not own:
        raise broken("The file does not say how large its picture is.")
    width, height = sized(*sizes[own[0]])
    return Header(width, height, largest=max(w * h for w, h in sizes.values()))


def _of(found: dict[bytes, Span], kind: bytes) -> Span:
    if kind not in found:
        raise broken("The file lacks a part that every picture of its kind has.")
    return found[kind]


def _child(source: Source, span: Span, kind: bytes, *, skip: int) -> Span:
    begin, end = _of(dict(boxes(source, span)), kind)
    if end - begin > _META:
        raise broken("The file's header is absurdly long.")
    return begin + skip, end


def _sizes(source: Source, span: Span) -> dict[int, tuple[int, int]]:
    """Image spatial extents by the number (from 1) of the property."""
    found = {}
    for number, (kind, (begin, end)) in enumerate(boxes(source, span), start=1):
        if kind == b"ispe" and end - begin >= 12:
            extent = source.at(begin + 4, 8)
            found[number] = int.from_bytes(extent[:4], "big"), int.from_bytes(extent[4:], "big")
    return found


def _primary(source: Source, span: Span) -> int:
    version = source.at(span[0], 1)[0]
    return int.from_bytes(source.at(span[0] + 4, 4 if version else 2), "big")


def _associated(source: Source, span: Span, item: int) -> list[int]:
    """Numbers of the properties that belong to the item."""
    content = source.at(span[0], span[1] - span[0])
    id_size = 4 if content[0] else 2
    size = 2 if content[3] & 1 else 1
    offset = 8
    for _ in range(min(int.from_bytes(content[4:8], "big"), _MADE_OF)):
        source.step()
        found = int.from_bytes(content[offset : offset + id_size], "big")
        offset += id_size + 1
        count = content[offset - 1] if offset <= len(content) else 0
        if found == item:
            marks = (content[n : n + size] for n in range(offset, offset + count * size, size))
            return [int.from_bytes(mark, "big") & (0x7FFF if size == 2 else 0x7F) for mark in marks]
        offset += count * size
    return []
