"""What happens on the site, day by day, in numbers alone: nobody is named, and no visit is kept."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import Select, func, select

from cms.accounts.models import Account
from cms.comments.models import Comment
from cms.extensions import db, first_id, now
from cms.images.models import Image
from cms.moderation.models import Report
from cms.reactions.models import CollectionItem, Like, Tally
from cms.transaction import reading

FRESH_SECONDS = 60.0
DAYS = 30
MOST_SOURCES, SOURCES_READ = 10, 10_000
"""Hosts that are named, of so many pictures that were added last."""

EVENTS = ("uploads", "accounts", "likes", "comments", "collects", "reports")


@dataclass(frozen=True)
class Statistics:
    """`by_day`: the newest day first, each with its numbers in the order of EVENTS; `sources`: hosts and pictures."""

    totals: dict[str, int]
    by_day: Sequence[tuple[date, tuple[int, ...]]]
    sources: Sequence[tuple[str, int]]


class Statistician:
    """The numbers of one site as they were at most a minute ago. Raises DatabaseFailed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: tuple[float, Statistics] | None = None

    def now(self) -> Statistics:
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > FRESH_SECONDS:
                with reading():
                    self._known = (time.monotonic(), counted(now()))
            return self._known[1]


def statistics() -> Statistics:
    """Those of this site."""
    found: Statistician = current_app.extensions.setdefault("statistics", Statistician())
    return found.now()


def counted(at: datetime) -> Statistics:
    """Eight statements; what has an id by time is read from there on, all else by its moment."""
    since = at.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    first = first_id(since)
    found = [
        days(select(Image.created_at).where(Image.id >= first)),
        days(select(Account.created_at).where(Account.created_at >= since)),
        days(select(Like.at).where(Like.at >= since)),
        days(select(Comment.created_at).where(Comment.id >= first)),
        days(select(CollectionItem.added_at).where(CollectionItem.added_at >= since)),
        days(select(Report.created_at).where(Report.id >= first)),
    ]
    each = [at.date() - timedelta(days=back) for back in range(DAYS)]
    return Statistics(
        totals=totals(),
        by_day=[(day, tuple(numbers.get(day.isoformat(), 0) for numbers in found)) for day in each],
        sources=sources(first),
    )


def days(moments: Select[Any]) -> dict[str, int]:
    """How many of these moments each day of UTC has."""
    (moment,) = moments.selected_columns
    day = func.date(moment)
    rows = db.session.execute(moments.with_only_columns(day, func.count()).group_by(day))
    return {str(one): count for one, count in rows}


def totals() -> dict[str, int]:
    """All that was ever counted and is still there."""
    names = ("views", "likes", "comments", "collects")
    sums = db.session.execute(select(*(func.coalesce(func.sum(getattr(Tally, name)), 0) for name in names))).one()
    return {name: int(count) for name, count in zip(names, sums, strict=True)}


def sources(first: str) -> list[tuple[str, int]]:
    """Where the pictures of these days are said to be from, the most frequent first."""
    named = select(Image.source_url).where(Image.id >= first, Image.source_url != "")
    newest = named.order_by(Image.id.desc()).limit(SOURCES_READ)
    hosts = Counter(urlsplit(address).hostname or "" for address in db.session.scalars(newest))
    return [(host, count) for host, count in hosts.most_common(MOST_SOURCES) if host]
