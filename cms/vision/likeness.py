"""What a comparison of pictures gives. Plain values: no model and no pixels are needed to hold them."""

from dataclasses import dataclass
from enum import StrEnum


class MatchKind(StrEnum):
    """COPY is the same picture kept anew, NEAR one that something was done to, SIMILAR one that looks alike."""

    COPY = "copy"
    NEAR = "near"
    SIMILAR = "similar"


@dataclass(frozen=True)
class Found:
    """One image that is alike: the distance is a share of bits for copies and near copies, else one of vectors."""

    id: str
    distance: float
    kind: MatchKind
