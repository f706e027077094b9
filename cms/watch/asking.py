"""What the running site knows of its own state, for whichever page or program asks: each asked once in some seconds."""

from collections.abc import Sequence

from flask import current_app

from cms.transaction import DatabaseFailed
from cms.upkeep.doctor import Answer
from cms.watch.numbers import Count, Numbers
from cms.watch.parts import Parts


def parts() -> Parts:
    """Those of this site, made when first asked for."""
    found: Parts = current_app.extensions.setdefault("parts", Parts(current_app._get_current_object()))  # type: ignore[attr-defined]
    return found


def state() -> tuple[Sequence[Answer], Numbers | None]:
    """Whether each part answers, and how much there is; None where the database is away.

    A part that does not answer is not asked for numbers, so that nobody waits for it twice.
    """
    count: Count = current_app.extensions.setdefault("numbers", Count(current_app._get_current_object()))  # type: ignore[attr-defined]
    answers = parts().answers()
    away = {one.part for one in answers if not one.is_well}
    try:
        return answers, None if "database" in away else count.now(without=away)
    except DatabaseFailed:
        return answers, None
