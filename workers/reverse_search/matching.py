"""From distances to one order: copies and near copies, then what is similar. Pure: no database, no model."""

from collections.abc import Iterable, Mapping

from cms.media.fingerprint import BITS, COPY_BITS
from cms.vision.likeness import Found, MatchKind

Apart = Mapping[str, tuple[int, bool]]
"""By id: in how many bits a fingerprint differs at least, and whether the picture stands there as it was asked with."""


def in_order(copies: Apart, similar: Iterable[tuple[str, float]]) -> list[Found]:
    """Every id once; distances never fall, so a similar one is never said to be nearer than a copy."""
    marked = sorted((marked_by(image_id, *told) for image_id, told in copies.items()), key=order_of)
    least = max((one.distance for one in marked), default=0.0)
    others = [
        Found(image_id, max(distance, least), MatchKind.SIMILAR)
        for image_id, distance in similar
        if image_id not in copies
    ]
    return marked + sorted(others, key=lambda one: (one.distance, one.id))


def marked_by(image_id: str, bits: int, is_as_asked: bool) -> Found:
    """A turned or mirrored picture is never a mere copy."""
    kind = MatchKind.COPY if is_as_asked and bits <= COPY_BITS else MatchKind.NEAR
    return Found(image_id, bits / BITS, kind)


def order_of(found: Found) -> tuple[float, bool, str]:
    return found.distance, found.kind is not MatchKind.COPY, found.id
