"""What the running site knows of its own state, for whichever page or program asks: each asked once in some seconds."""

from flask import current_app

from cms.transaction import DatabaseFailed
from cms.watch.numbers import Count, Numbers
from cms.watch.parts import Parts


def parts() -> Parts:
    """Those of this site, made when first asked for."""
    found: Parts = current_app.extensions.setdefault("parts", Parts(current_app._get_current_object()))  # type: ignore[attr-defined]
    return found


def numbers() -> Numbers | None:
    """Those of this site; None where the database is away."""
    count: Count = current_app.extensions.setdefault("numbers", Count(current_app._get_current_object()))  # type: ignore[attr-defined]
    try:
        return count.now()
    except DatabaseFailed:
        return None
