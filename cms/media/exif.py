"""Camera facts out of an EXIF block (a small TIFF file). Standard library only; hostile blocks give empty facts.

Tags by EXIF 2.32 (CIPA DC-008). Nothing here raises for what a file says.
"""

import math
import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

Value = str | float | tuple[float, ...]
Tags = Mapping[int, Value]
Block = bytes | mmap.mmap

_LONGEST = 200
_ENTRIES = 512
_BYTES = 64 << 10
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 129: 1}
_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d"}
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
PREFIX = b"Exif\x00\x00"


@dataclass(frozen=True)
class Exif:
    """What the camera wrote. `taken_at` is the camera's own clock, `offset` its distance from UTC such as `+08:00`.

    `exposure` is seconds, `aperture` an f-number, `focal_length` millimetres, `alt` metres above the sea.
    """

    taken_at: datetime | None = None
    offset: str | None = None
    make: str | None = None
    model: str | None = None
    lens: str | None = None
    exposure: float | None = None
    aperture: float | None = None
    iso: int | None = None
    focal_length: float | None = None
    orientation: int = 1
    lat: float | None = None
    lon: float | None = None
    alt: float | None = None


NOTHING = Exif()


def read_exif(block: Block) -> Exif:
    """The facts of a block, with or without its `Exif` prefix; what is absent or impossible is None."""
    tiff = _Tiff(block)
    main = tiff.tags(tiff.first)
    photo, place = tiff.tags(_offset(main, _EXIF_IFD)), tiff.tags(_offset(main, _GPS_IFD))
    lat, lon = _position(place)
    return Exif(
        taken_at=_moment(photo.get(0x9003)) or _moment(photo.get(0x9004)) or _moment(main.get(0x0132)),
        offset=_zone(photo.get(0x9011)) or _zone(photo.get(0x9010)),
        make=_text(main.get(0x010F)),
        model=_text(main.get(0x0110)),
        lens=_text(photo.get(0xA434)),
        exposure=_between(photo.get(0x829A), 1e-7, 1e6),
        aperture=_between(photo.get(0x829D), 0.1, 1000),
        iso=_whole(_between(photo.get(0x8827), 1, 1e8)),
        focal_length=_between(photo.get(0x920A), 0.1, 1e5),
        orientation=orientation_of(block),
        lat=lat,
        lon=lon,
        alt=_altitude(place),
    )


def orientation_of(block: Block) -> int:
    """The orientation, 1 to 8, of an EXIF block; 1 where it says nothing sensible."""
    tiff = _Tiff(block)
    found = _between(tiff.tags(tiff.first).get(0x0112), 1, 8)
    return int(found) if found else 1


def orientation_block(orientation: int) -> bytes:
    """The smallest EXIF block (without prefix) that says only how to turn the picture."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


class _Tiff:
    """Bounded look-ups in a TIFF structure of either byte order."""

    def __init__(self, block: Block) -> None:
        self._block: Block = block[6:] if block[:6] == PREFIX else block
        self._order = {b"II": "<", b"MM": ">"}.get(bytes(self._block[:2]), "")
        self.first = self._unpack("I", 4) if self._order else 0

    def tags(self, offset: int) -> Tags:
        """Values of the directory at `offset` by tag; empty for offset 0 or outside the block."""
        if not offset or not self._order or offset + 2 > len(self._block):
            return {}
        count = min(self._unpack("H", offset), _ENTRIES)
        found: dict[int, Value] = {}
        for start in range(offset + 2, offset + 2 + count * 12, 12):
            if start + 12 > len(self._block):
                break
            value = self._value(start)
            if value is not None:
                found.setdefault(self._unpack("H", start), value)
        return found

    def _value(self, start: int) -> Value | None:
        kind, count = self._unpack("H", start + 2), self._unpack("I", start + 4)
        length = _SIZES.get(kind, 0) * count
        if not 0 < length <= _BYTES:
            return None
        at = start + 8 if length <= 4 else self._unpack("I", start + 8)
        content = bytes(self._block[at : at + length])
        if len(content) < length:
            return None
        if kind in (2, 7, 129):
            return content.partition(b"\x00")[0].decode("utf-8", "replace")
        numbers = self._numbers(kind, min(count, 16), content)
        return numbers[0] if len(numbers) == 1 else numbers

    def _numbers(self, kind: int, count: int, content: bytes) -> tuple[float, ...]:
        if kind in (5, 10):
            pairs = struct.unpack_from(f"{self._order}{2 * count}{'I' if kind == 5 else 'i'}", content)
            return tuple(
                above / under if under else math.nan for above, under in zip(pairs[::2], pairs[1::2], strict=True)
            )
        return struct.unpack_from(f"{self._order}{count}{_CODES[kind]}", content)

    def _unpack(self, code: str, offset: int) -> int:
        size = struct.calcsize(code)
        if offset + size > len(self._block):
            return 0
        found: int = struct.unpack_from(self._order + code, self._block, offset)[0]
        return found


def _offset(tags: Tags, tag: int) -> int:
    found = tags.get(tag)
    return int(found) if isinstance(found, int | float) and math.isfinite(found) else 0


def _text(value: Value | None) -> str | None:
    if not isinstance(value, str):
        return None
    plain = "".join(c if c.isprintable() else " " for c in value[: 4 * _LONGEST])
    return " ".join(plain.split())[:_LONGEST].strip() or None


def _between(value: Value | None, least: float, most: float) -> float | None:
    if isinstance(value, tuple) and value:
        value = value[0]
    if not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value if least <= value <= most else None


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _moment(value: Value | None) -> datetime | None:
    text = _text(value) or ""
    try:
        found = datetime.strptime(text[:19].replace("-", ":").replace("T", " "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    return found if 1826 <= found.year <= 2200 else None


def _zone(value: Value | None) -> str | None:
    text = _text(value) or ""
    try:
        zone = datetime.strptime(text, "%z").utcoffset()
    except ValueError:
        return None
    minutes = round(zone.total_seconds() / 60) if zone is not None else 0
    if abs(minutes) > 14 * 60:
        return None
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _position(tags: Tags) -> tuple[float | None, float | None]:
    """Latitude and longitude, both or neither; exactly 0, 0 is what cameras write when they do not know."""
    latitude = _angle(tags, 1, south=("S", "s"), most=90)
    longitude = _angle(tags, 3, south=("W", "w"), most=180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return latitude, longitude


def _angle(tags: Tags, reference: int, *, south: tuple[str, str], most: float) -> float | None:
    parts, side = tags.get(reference + 1), tags.get(reference)
    if not isinstance(parts, tuple) or not isinstance(side, str) or len(parts) != 3:
        return None
    degrees = parts[0] + parts[1] / 60 + (0 if math.isnan(parts[2]) else parts[2]) / 3600
    if not math.isfinite(degrees) or not 0 <= degrees <= most:
        return None
    return -degrees if side[:1] in south else degrees


def _altitude(tags: Tags) -> float | None:
    height = _between(tags.get(6), 0, 100_000)
    if height is None:
        return None
    return -height if tags.get(5) == 1 else height
