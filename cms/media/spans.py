"""A file described by pieces of another: byte ranges and a few literal bytes between them, readable as one stream."""

import base64
import io
import os
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import BinaryIO, Protocol, Self


class WritableBuffer(Protocol):
    """What a raw stream reads into."""

    def __len__(self) -> int: ...

    def __setitem__(self, where: slice, what: bytes) -> None: ...


@dataclass(frozen=True)
class Span:
    """Bytes `start` to `end` (exclusive) of the original, or, where it is not empty, `literal`."""

    start: int = 0
    end: int = 0
    literal: bytes = b""

    @property
    def size(self) -> int:
        return len(self.literal) or self.end - self.start

    def to_json(self) -> list[int] | str:
        """`[start, end]`, or the literal in base64."""
        return base64.b64encode(self.literal).decode() if self.literal else [self.start, self.end]

    @classmethod
    def from_json(cls, told: list[int] | str) -> Self:
        """The span that `to_json` told of."""
        return cls(literal=base64.b64decode(told)) if isinstance(told, str) else cls(told[0], told[1])


class Kept:
    """Spans in the making: neighbours grow together, empty ones are dropped."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def keep(self, start: int, end: int) -> None:
        """This range of the original goes on."""
        last = self._spans[-1] if self._spans else None
        if last is not None and not last.literal and last.end == start:
            self._spans[-1] = Span(last.start, end)
        elif end > start:
            self._spans.append(Span(start, end))

    def put(self, literal: bytes) -> None:
        """These bytes stand here instead of anything of the original."""
        if literal:
            self._spans.append(Span(literal=literal))

    def spans(self) -> tuple[Span, ...]:
        return tuple(self._spans)


class SpannedReader(io.RawIOBase):
    """The spans as one read-only stream that can seek; `open_range(start, end)` opens the original, `end` exclusive."""

    def __init__(self, open_range: Callable[[int, int], BinaryIO], spans: Sequence[Span]) -> None:
        self._open_range = open_range
        self._spans = tuple(spans)
        self._starts = [0, *accumulate(span.size for span in self._spans)]
        self._place = 0
        self._piece: BinaryIO | None = None
        self._piece_place = -1

    @property
    def size(self) -> int:
        """Bytes of the whole stream."""
        return self._starts[-1]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("The place before the first byte cannot be sought.")
        self._place = base + offset
        return self._place

    def readinto(self, buffer: WritableBuffer, /) -> int:  # type: ignore[override]
        found = self._some(len(buffer))
        buffer[: len(found)] = found
        self._place += len(found)
        self._piece_place += len(found)
        return len(found)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _some(self, wanted: int) -> bytes:
        """At most `wanted` bytes from here, of one span; none at the end."""
        if self._place >= self.size or not wanted:
            return b""
        number = bisect_right(self._starts, self._place) - 1
        span, begin = self._spans[number], self._place - self._starts[number]
        wanted = min(wanted, span.size - begin)
        if span.literal:
            return span.literal[begin : begin + wanted]
        found = self._opened(span, begin).read(wanted)
        if not found:
            raise EOFError("The original is shorter than its spans say.")
        return found

    def _opened(self, span: Span, begin: int) -> BinaryIO:
        """The original at this place of the span, still open from the last read where that ended here."""
        if self._piece is None or self._piece_place != self._place or begin == 0:
            self._let_go()
            self._piece = self._open_range(span.start + begin, span.end)
            self._piece_place = self._place
        return self._piece

    def _let_go(self) -> None:
        if self._piece is not None:
            self._piece.close()
            self._piece = None
