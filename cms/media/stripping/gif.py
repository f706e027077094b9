"""GIF: blocks that make the picture; comments and other programs' extensions go (GIF89a specification)."""

from cms.media.headers.gif import EXTENSION, IMAGE, TRAILER, Walk, over_blocks, table_size
from cms.media.headers.source import Source
from cms.media.refusals import broken, cut_short
from cms.media.spans import Kept

_GRAPHIC_CONTROL, _PLAIN_TEXT, _APPLICATION = 0xF9, 0x01, 0xFF
_APPLICATIONS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"})


def strip(source: Source, kept: Kept) -> None:
    """Screen, frames, their timing and the loop, up to the trailer."""
    screen = source.at(6, 7)
    begin = 13 + table_size(screen[4])
    kept.keep(0, begin)
    walk = Walk(source, begin)
    while True:
        source.step()
        start = walk.offset
        kind = walk.byte()
        if kind == TRAILER:
            kept.put(b"\x3b")
            return
        is_kept = _over_image(source, walk) if kind == IMAGE else _over_extension(source, walk, kind)
        if is_kept:
            kept.keep(start, walk.offset)


def _over_image(source: Source, walk: Walk) -> bool:
    flags = source.at(walk.offset + 8, 1)[0]
    walk.skip(9 + table_size(flags) + 1)
    return _whole(source, walk)


def _over_extension(source: Source, walk: Walk, kind: int) -> bool:
    """Walk over an extension; whether it is part of the picture."""
    if kind != EXTENSION:
        raise broken("The GIF file has rubbish between its parts.")
    label = walk.byte()
    named = source.at(walk.offset, 12)[1:] if label == _APPLICATION else b""
    _whole(source, walk)
    return label in (_GRAPHIC_CONTROL, _PLAIN_TEXT) or named in _APPLICATIONS


def _whole(source: Source, walk: Walk) -> bool:
    if not over_blocks(source, walk):
        raise cut_short()
    return True
