"""Where questions are answered: the memory of this process, what may be seen, and how deep to look for it."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import current_app

from cms.access.viewer import Viewer
from cms.images.queries import visible_ids
from cms.transaction import reading
from cms.vision.likeness import Found
from workers.classification.jobs import settings, tagger
from workers.reverse_search.asking import Question
from workers.reverse_search.keeping import Keeper, exact_vectors
from workers.reverse_search.matching import in_order
from workers.reverse_search.memory import Memory
from workers.reverse_search.scan import Floats

FIRST_LOOK, DEEPER = 200, 4
ENOUGH_SEEN = 50
"""The nearest so many are looked at first, and so many times more as long as hardly any of them may be seen."""

MOST_TOLD = 200
ASKED_TOGETHER = 10_000
TIDIED_EVERY = 600.0


@dataclass
class Desk:
    """One a process and application: the vectors stay in memory between questions."""

    keeper: Keeper
    lock: threading.Lock = field(default_factory=threading.Lock)
    tidied: float = field(default_factory=time.monotonic)

    def candidates(self, question: Question, *, limit: int) -> list[Found]:
        """All copies and near copies, and the nearest others, whoever may see them. Raises nothing of its own."""
        memory = self.keeper.memory
        with self.lock:
            copies = memory.copies_of(question.as_asked, question.changed)
            nearest = memory.nearest(
                question.vectors, limit=limit, metric=settings().reverse_distance, exact=self._exact
            )
        return in_order(copies, nearest)

    def seen_by(self, viewer: Viewer | None, question: Question, *, apart_from: str | None) -> list[Found]:
        """The nearest of those that this viewer may see."""
        limit = FIRST_LOOK
        while True:
            found = [one for one in self.candidates(question, limit=limit) if one.id != apart_from]
            seen = seen_among(viewer, [one.id for one in found])
            if len(seen) >= ENOUGH_SEEN or limit >= len(self.keeper.memory):
                return [one for one in found if one.id in seen][:MOST_TOLD]
            limit *= DEEPER

    def catch_up(self) -> None:
        with self.lock:
            self.keeper.catch_up()

    def tidy(self) -> None:
        """Now and then, when nobody waits: let go of what was erased."""
        if time.monotonic() - self.tidied > TIDIED_EVERY:
            self.tidied = time.monotonic()
            with self.lock:
                self.keeper.let_go_of_erased()

    def _exact(self, ids: Sequence[str]) -> dict[str, Floats]:
        with reading():
            return exact_vectors(ids, version=self.keeper.version)


def seen_among(viewer: Viewer | None, ids: list[str]) -> set[str]:
    """Which of these the viewer may see."""
    seen: set[str] = set()
    with reading():
        for start in range(0, len(ids), ASKED_TOGETHER):
            seen |= visible_ids(viewer, ids[start : start + ASKED_TOGETHER])
    return seen


def desk() -> Desk:
    """The desk of the running application, with all that was changed until now."""
    found: Desk = current_app.extensions.setdefault("likeness", Desk(Keeper(Memory(), tagger().version)))
    found.catch_up()
    return found
