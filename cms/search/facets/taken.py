"""When it was taken: from a day on, up to a day, by the camera's own clock."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement

from cms.access.viewer import Viewer
from cms.images.models import Image
from cms.index.base import Bounds
from cms.search.facets.base import Asked, Facet
from cms.search.told import UNKNOWN, milliseconds

LATEST = 10**15
Days = tuple[date | None, date | None]


def bounds(days: Days) -> tuple[datetime | None, datetime | None]:
    first, last = days
    start = datetime.combine(first, time.min) if first else None
    end = datetime.combine(last, time.max) if last else None
    return start, end


def ask(days: Days, _viewer: Viewer | None) -> Asked:
    start, end = bounds(days)
    low = milliseconds(start) if start else UNKNOWN + 1
    return Asked(Bounds("taken", low, milliseconds(end) if end else LATEST))


def stored(days: Days, _viewer: Viewer | None) -> ColumnElement[bool]:
    start, end = bounds(days)
    is_known: ColumnElement[bool] = Image.taken_at.is_not(None)
    after = Image.taken_at >= start if start else is_known
    before = Image.taken_at < end + timedelta(microseconds=1) if end else is_known
    return after & before


TAKEN = Facet("taken", ask, stored)
