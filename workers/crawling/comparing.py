"""How far a picture that was found is from the one that a crawl looks for, as a search by picture tells it."""

from functools import lru_cache

import numpy as np

from cms.media.fingerprint import BITS, NEAR_BITS, bits_apart, is_telling
from cms.media.prepared import Glance
from cms.vision.base import ModelMissing
from workers.classification.jobs import settings, tagger
from workers.reverse_search.asking import Question, vector_of
from workers.reverse_search.jobs import of_image
from workers.reverse_search.scan import exactly
from workers.runtime import ComeBackLater

NEAR = NEAR_BITS / BITS


@lru_cache(maxsize=8)
def question_with(image_id: str) -> Question:
    """What is compared with; the models are loaded by the first crawl that needs them. Raises PermanentFailure."""
    try:
        return of_image(image_id, None)[1]
    except ModelMissing as missing:
        raise ComeBackLater(str(missing)) from missing


def distance(seen: Glance, mark: bytes, question: Question) -> float:
    """The share of differing bits for a copy or near copy; else that of the vectors, never less than for these."""
    bits = min((bits_apart(mark, other) for other in (*question.as_asked, *question.changed)), default=BITS)
    if bits <= NEAR_BITS and is_telling(mark):
        return bits / BITS
    rgb = np.frombuffer(seen.rgb, np.uint8).reshape(seen.height, seen.width, 3)
    vector, metric = vector_of(rgb, tagger()), settings().reverse_distance
    return max(NEAR, min(float(exactly(vector[None], other, metric)[0]) for other in question.vectors))
