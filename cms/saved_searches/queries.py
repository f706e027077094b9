"""Reads of saved searches: one owner's, or those that are looked for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, true

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.extensions import db
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor
from cms.saved_searches.models import SavedSearch

MOST_ON_A_PAGE = 30
"""Each that is followed asks the index a question."""


def by_id(search_id: str) -> SavedSearch | None:
    """For checking loaders only: nothing is checked here."""
    return db.session.get(SavedSearch, search_id)


def searches_of(viewer: Viewer, wanted: Wanted) -> Page[SavedSearch]:
    """The viewer's own, newest first; a page holds at most MOST_ON_A_PAGE, however many are asked for."""
    limit = min(wanted.limit, MOST_ON_A_PAGE)
    query = select(SavedSearch).filter_by(owner_id=viewer.id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(SavedSearch.id < last)
    rows: Sequence[SavedSearch] = db.session.scalars(query.order_by(SavedSearch.id.desc()).limit(limit + 1)).all()
    return Page(rows[:limit], encode_cursor(rows[limit - 1].id) if len(rows) > limit else None)


def count_of(viewer: Viewer) -> int:
    return db.session.scalar(select(func.count()).select_from(SavedSearch).filter_by(owner_id=viewer.id)) or 0


def not_looked_for_since(moment: datetime, *, limit: int) -> Sequence[SavedSearch]:
    """Followed ones of accounts that are open, those that waited longest first."""
    query = select(SavedSearch).join(Account, Account.id == SavedSearch.owner_id)
    query = query.where(SavedSearch.follow == true(), SavedSearch.looked_at <= moment, Account.active == true())
    return db.session.scalars(query.order_by(SavedSearch.looked_at).limit(limit)).all()
