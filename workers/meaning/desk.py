"""Where words are compared with all pictures: the nearest of those that somebody may see."""

import math
from collections.abc import Sequence

from flask import current_app

from cms.access.viewer import Viewer
from cms.images.queries import own_ids
from cms.meaning.queries import SAID, SEEN
from cms.transaction import reading
from cms.vision.base import TextEmbedder
from workers.classification.jobs import settings
from workers.classification.registry import load_text_embedder
from workers.reverse_search.desk import Shelf, seen_among
from workers.reverse_search.keeping import Keeper
from workers.reverse_search.memory import Among, Memory
from workers.reverse_search.scan import SIGNED, Floats

MOST = 100
"""Pictures of either kind."""

LEAST_ALIKE = 0.28
"""The cosine from which on a picture is meant: chosen on development data, above most of what nonsense finds."""

FARTHEST = math.sqrt(2 - 2 * LEAST_ALIKE)


class Kept(Shelf):
    """The vectors of one kind."""

    def nearest(self, asked: Floats, *, among: Among) -> list[str]:
        """Ids of those that are alike, nearest first."""
        with self.lock:
            found = self.keeper.memory.nearest(
                [asked], limit=MOST, metric="euclidean", exact=self._exact, among=among, farthest=FARTHEST
            )
        return [image_id for image_id, _distance in found]


class MeaningDesk:
    """What is said of all pictures, and what is seen in them."""

    def __init__(self, version: str) -> None:
        self.said, self.seen = (Kept(Keeper(Memory(SIGNED), version, reads=reads)) for reads in (SAID, SEEN))

    def nearest(self, asked: Floats, viewer: Viewer | None, *, is_mine: bool) -> list[list[str]]:
        """Ids of the nearest by either that this viewer may see, nearest first."""

        def among(ids: Sequence[str]) -> set[str]:
            return own_among(viewer, ids) if is_mine else seen_among(viewer, list(ids))

        return [kept.nearest(asked, among=among) for kept in (self.said, self.seen)]

    def catch_up(self) -> None:
        for kept in (self.said, self.seen):
            kept.catch_up()

    def tidy(self) -> None:
        for kept in (self.said, self.seen):
            kept.tidy()


def own_among(viewer: Viewer | None, ids: Sequence[str]) -> set[str]:
    """Which of these are the viewer's own."""
    if viewer is None:
        return set()
    with reading():
        return own_ids(viewer.id, ids)


def embedder() -> TextEmbedder | None:
    return load_text_embedder(settings().vision_meaning, settings().models_dir)


def meaning_desk(version: str) -> MeaningDesk:
    """The desk of the running application, with all vectors that were made until now."""
    if "meaning" not in current_app.extensions:
        current_app.extensions["meaning"] = MeaningDesk(version)
    found: MeaningDesk = current_app.extensions["meaning"]
    found.catch_up()
    return found
