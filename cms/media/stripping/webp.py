"""WebP: an allow-list of chunks, with the file's length and its list of contents put right (RFC 9649)."""

from cms.media.exif import orientation_block, orientation_of
from cms.media.headers.source import Source
from cms.media.refusals import broken
from cms.media.spans import Kept

_KEPT = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_EXIF_BYTES = 1 << 20

Chunk = tuple[bytes, int, int]


def strip(source: Source, kept: Kept) -> None:
    """Chunks that make the picture; an EXIF chunk that only says how to turn it stands last."""
    chunks = _chunks(source)
    orientation = _orientation(source, chunks)
    told = _told(orientation) if orientation != 1 and chunks[0][0] == b"VP8X" else b""
    body = Kept()
    for kind, start, end in chunks:
        if kind == b"VP8X":
            body.put(_contents(source.at(start, end - start), has_exif=bool(told)))
        elif kind in _KEPT:
            body.keep(start, end)
    body.put(told)
    size = sum(span.size for span in body.spans())
    kept.put(b"RIFF" + (size + 4).to_bytes(4, "little") + b"WEBP")
    for span in body.spans():
        if span.literal:
            kept.put(span.literal)
        else:
            kept.keep(span.start, span.end)


def _chunks(source: Source) -> list[Chunk]:
    """Kind, start and end (padding included) of every chunk that lies within the length RIFF tells."""
    last = min(source.size, 8 + int.from_bytes(source.at(4, 4), "little"))
    offset, found = 12, []
    while offset + 8 <= last:
        source.step()
        start = source.at(offset, 8)
        length = int.from_bytes(start[4:], "little")
        end = offset + 8 + length + (length & 1)
        if end > source.size:
            raise broken("The WebP file ends within a part.")
        found.append((start[:4], offset, end))
        offset = end
    if not found:
        raise broken("The WebP file has no picture in it.")
    return found


def _contents(chunk: bytes, *, has_exif: bool) -> bytes:
    flags = chunk[8] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if has_exif else 0)
    return chunk[:8] + bytes([flags]) + chunk[9:]


def _orientation(source: Source, chunks: list[Chunk]) -> int:
    for kind, start, end in chunks:
        if kind == b"EXIF" and end - start <= _EXIF_BYTES:
            return orientation_of(source.at(start + 8, end - start - 8))
    return 1


def _told(orientation: int) -> bytes:
    block = orientation_block(orientation)
    return b"EXIF" + len(block).to_bytes(4, "little") + block
