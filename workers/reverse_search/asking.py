"""What is asked with, made from pixels: fingerprints and vectors of a picture as it is, turned, without its bars."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from cms.media.fingerprint import SIDE, is_telling
from cms.media.prepared import Glance
from cms.media.refusals import PictureRefused
from cms.media.views import Pixels, squeezed, turned_fingerprints, without_bars
from cms.vision.base import Tagger
from workers.classification.pixels import pixel_child
from workers.reverse_search.scan import Floats
from workers.runtime import PermanentFailure


@dataclass(frozen=True)
class Question:
    """`as_asked` are fingerprints of the picture as it stands, `changed` of its other forms."""

    as_asked: list[bytes]
    changed: list[bytes]
    vectors: list[Floats]


def glance_at(stream: BinaryIO, box: Sequence[float] | None) -> Glance:
    """One decode of the picture in this stream, in the confined child. Raises PermanentFailure for what is none."""
    with tempfile.NamedTemporaryFile(prefix="pixels-asked-") as copy:
        copy.write(stream.read())
        copy.flush()
        try:
            return pixel_child().glance(Path(copy.name), box=box)
        except PictureRefused as refusal:
            raise PermanentFailure(refusal.sentence, refusal.code) from refusal


def question_of(seen: Glance, reader: Tagger, *, mark: bytes | None = None, vector: Floats | None = None) -> Question:
    """Everything that is compared. A mark and a vector that are known already are taken as they are."""
    rgb = np.frombuffer(seen.rgb, np.uint8).reshape(seen.height, seen.width, 3)
    forms = turned_fingerprints(np.frombuffer(seen.grey, np.uint8).reshape(SIDE, SIDE))
    as_asked, changed = [forms[0], *([mark] if mark else [])], forms[1:]
    vectors = [vector_of(rgb, reader) if vector is None else vector]
    inner = without_bars(rgb)
    if inner is not None:
        changed += turned_fingerprints(squeezed(inner))
        vectors.append(vector_of(inner, reader))
    return Question(telling(as_asked), telling(changed), vectors)


def telling(marks: Sequence[bytes]) -> list[bytes]:
    return [mark for mark in dict.fromkeys(marks) if is_telling(mark)]


def vector_of(rgb: Pixels, reader: Tagger) -> Floats:
    """The embedding of these pixels, rounded as it is kept."""
    return np.array(reader.read(rgb).embedding, np.float16)
