"""Where questions are answered: the memory of this process, what may be seen, and how deep to look for it."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import current_app

from cms.access.audience import image_audience
from cms.access.viewer import Viewer, nobody
from cms.accounts.queries import account_by_id, viewer_of
from cms.clauses import EVERYTHING, Clause, resolved
from cms.images.queries import visible_ids
from cms.transaction import reading
from cms.vision.likeness import Found
from workers.classification.jobs import settings, tagger
from workers.reverse_search.asking import Question
from workers.reverse_search.graph import nearest_by_graph
from workers.reverse_search.keeping import Keeper
from workers.reverse_search.matching import in_order
from workers.reverse_search.memory import Among, Memory, all_of_them
from workers.reverse_search.scan import Floats
from workers.runtime import backends

MOST_TOLD = 60
ASKED_TOGETHER = 10_000
TIDIED_EVERY = 600.0


@dataclass
class Shelf:
    """Vectors that stay in memory between questions. One a process and application."""

    keeper: Keeper
    lock: threading.Lock = field(default_factory=threading.Lock)
    tidied: float = field(default_factory=time.monotonic)

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
            return self.keeper.exact(ids)


class Desk(Shelf):
    """Where pictures are compared."""

    @property
    def is_by_graph(self) -> bool:
        """Whether there are more vectors than are scanned, and a search engine that holds them."""
        return backends().index.takes_vectors and len(self.keeper.memory) > settings().reverse_scan_most

    def find(
        self, question: Question, *, limit: int, audience: Clause = EVERYTHING, among: Among = all_of_them
    ) -> list[Found]:
        """Copies and near copies, then the nearest others, of those that count. Raises IndexDown."""
        memory, metric = self.keeper.memory, settings().reverse_distance
        with self.lock:
            copies = memory.copies_of(question.as_asked, question.changed)
            counted = among(list(copies))
            copies = {image_id: told for image_id, told in copies.items() if image_id in counted}
            if not self.is_by_graph:
                nearest = memory.nearest(question.vectors, limit=limit, metric=metric, exact=self._exact, among=among)
                return in_order(copies, nearest)
        by_graph = nearest_by_graph(
            backends().index,
            question.vectors,
            audience=audience,
            limit=limit,
            metric=metric,
            exact=lambda ids: self._exact(list(among(ids))),
        )
        return in_order(copies, by_graph)

    def seen_by(self, viewer: Viewer | None, question: Question, *, apart_from: str | None) -> list[Found]:
        """The nearest of those that this viewer may see."""

        def among(ids: Sequence[str]) -> set[str]:
            return seen_among(viewer, [image_id for image_id in ids if image_id != apart_from])

        return self.find(question, limit=MOST_TOLD, audience=seen_by_index(viewer), among=among)[:MOST_TOLD]


def seen_by_index(viewer: Viewer | None) -> Clause:
    """What somebody may see, as the search index takes it."""
    with reading():
        return resolved(image_audience(viewer), viewer.members if viewer is not None else nobody)


def seen_among(viewer: Viewer | None, ids: list[str]) -> set[str]:
    """Which of these the viewer may see."""
    seen: set[str] = set()
    with reading():
        for start in range(0, len(ids), ASKED_TOGETHER):
            seen |= visible_ids(viewer, ids[start : start + ASKED_TOGETHER])
    return seen


def viewer_of_id(account_id: str | None) -> Viewer | None:
    """Whose eyes it is answered for; a visitor's where the account is gone."""
    if account_id is None:
        return None
    with reading():
        account = account_by_id(account_id)
        return viewer_of(account) if account is not None and account.active else None


def _new_desk() -> Desk:
    most = settings().reverse_scan_most if backends().index.takes_vectors else None
    return Desk(Keeper(Memory(), tagger().version, most_vectors=most))


def desk() -> Desk:
    """The desk of the running application, with all that was changed until now."""
    if "likeness" not in current_app.extensions:
        current_app.extensions["likeness"] = _new_desk()
    found: Desk = current_app.extensions["likeness"]
    found.catch_up()
    return found
