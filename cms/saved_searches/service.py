"""Saved searches: kept, changed, counted, frozen into an album. No HTTP, no commits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from cms.access.audience import Privacy
from cms.access.viewer import Viewer
from cms.accounts.queries import lock_owner
from cms.albums import service as albums
from cms.errors import FieldError, Problem, invalid, unavailable
from cms.events import Occurred, announce
from cms.extensions import db, now
from cms.images.models import Album
from cms.images.queries import own_ids
from cms.index.base import Index, IndexDown, Order
from cms.jobs.names import LOOK_FOR_HITS
from cms.saved_searches import queries
from cms.saved_searches.models import SavedSearch
from cms.search.asking import parameters_of, query_string, wish_of
from cms.search.counting import Counted, Hits, count_each, own_found
from cms.search.schemas import SearchParameters
from cms.search.service import refuse_unaskable
from cms.vision.categories import CategoryKey
from cms.work.service import ask_all

LONGEST = 16_000
"""Characters of a query, as addresses of this site write it."""

MOST_SAVED = 200
MOST_NEW = 1000
MOST_FROZEN = 10_000
LOOKED_FOR_EVERY = timedelta(minutes=1)
MOST_LOOKED_FOR = 500


def save(viewer: Viewer, *, name: str, query: str, follow: bool) -> SavedSearch:
    """Keep a search. Raises 409 for a name that is taken or one too many, 422 for what cannot be searched for."""
    lock_owner(viewer.id)
    if queries.count_of(viewer) >= MOST_SAVED:
        raise Problem(409, "too-many-searches", f"One keeps at most {MOST_SAVED} searches. Delete one first.")
    moment = now()
    row = SavedSearch(
        owner_id=viewer.id,
        name=name,
        query=canonical(viewer, query),
        follow=follow,
        seen_at=moment,
        created_at=moment,
        changed_at=moment,
    )
    db.session.add(row)
    _flush_named()
    return row


def change(viewer: Viewer, search: SavedSearch, fields: dict[str, object]) -> None:
    """Set what was named; having opened it is no change of it."""
    for name in ("name", "follow"):
        if name in fields:
            setattr(search, name, fields[name])
    if "query" in fields:
        search.query, search.told = canonical(viewer, str(fields["query"])), 0
    if fields.keys() - {"seen"}:
        search.changed_at = now()
    if "seen" in fields:
        search.seen_at, search.told = now(), 0
    _flush_named()


def _flush_named() -> None:
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise Problem(409, "name-taken", "You have a saved search of this name.") from error


def remove(search: SavedSearch) -> None:
    db.session.delete(search)


def canonical(viewer: Viewer, text: str) -> str:
    """The query as addresses of this site write it, without a page. Raises Problem 422 that names what is wrong."""
    try:
        asked = parameters_of(text)
        refuse_unaskable(viewer, wish_of(asked))
    except Problem as problem:
        named = tuple(FieldError(f"query.{error.field}", error.message) for error in problem.errors)
        raise replace(problem, errors=named) from problem
    found = query_string(asked, {})
    if len(found) > LONGEST:
        raise invalid("query", f"At most {LONGEST} characters.")
    return found


def search_of(saved: SavedSearch) -> SearchParameters:
    """What is asked for, in the order that was saved, else the newest first."""
    asked = parameters_of(saved.query)
    return asked if "sort" in asked.model_fields_set else asked.model_copy(update={"sort": Order.NEWEST.value})


def count_new(index: Index, viewer: Viewer, rows: Sequence[SavedSearch]) -> dict[str, int | None]:
    """How many hits each of these has that were added since it was opened, none where it is not followed.

    Only those that are followed are asked about, one question each; None where the index is away.
    """
    followed = [row for row in rows if row.follow]
    asked = [Counted(wish_of(parameters_of(row.query)), after=row.seen_at) for row in followed]
    try:
        found: list[int | None] = [min(hits.total, MOST_NEW) for hits in count_each(index, viewer, asked)]
    except IndexDown:
        found = [None for _ in followed]
    return {row.id: 0 for row in rows} | dict(zip((row.id for row in followed), found, strict=True))


def count_one(index: Index, viewer: Viewer, row: SavedSearch) -> tuple[int | None, Hits | None]:
    """The same of one, and how many hits there are at all."""
    wish = wish_of(parameters_of(row.query))
    try:
        every, *new = count_each(index, viewer, [Counted(wish), *([Counted(wish, row.seen_at)] if row.follow else [])])
    except IndexDown:
        return (None if row.follow else 0), None
    return min(sum(hits.total for hits in new), MOST_NEW), every


def begin_looks(moment: datetime) -> None:
    """Have new hits looked for where that was long ago."""
    rows = queries.not_looked_for_since(moment - LOOKED_FOR_EVERY, limit=MOST_LOOKED_FOR)
    for row in rows:
        row.looked_at = moment
    ask_all(LOOK_FOR_HITS, [row.id for row in rows])


def count_new_of(index: Index, viewer: Viewer, row: SavedSearch) -> int:
    """How many hits were added since it was opened, at most MOST_NEW. Raises IndexDown."""
    [hits] = count_each(index, viewer, [Counted(wish_of(parameters_of(row.query)), row.seen_at)])
    return min(hits.total, MOST_NEW)


def tell_hits(row: SavedSearch, found: int) -> None:
    """Tell the owner where more was added since they opened it than they were told of. Hits may also become fewer."""
    if found > row.told:
        announce(Occurred("hit", row.owner_id, None, "search", row.id))
    row.told = found


@dataclass(frozen=True)
class Frozen:
    """What is found now: the viewer's own, and how many more."""

    own: Sequence[str]
    left_out: Hits
    category: CategoryKey


def find_to_freeze(index: Index, viewer: Viewer, row: SavedSearch) -> Frozen:
    """The newest own pictures that are found now. Raises 503 where the index is away."""
    asked = parameters_of(row.query)
    wish = wish_of(asked)
    try:
        own = own_found(index, viewer, replace(wish, order=Order.NEWEST), most=MOST_FROZEN)
        [hits] = count_each(index, viewer, [Counted(wish)])
    except IndexDown as error:
        raise unavailable("The search engine is away for a moment.", code="search-away") from error
    left_out = Hits(max(hits.total - len(own), 0), hits.is_exact)
    return Frozen(own, left_out, asked.category[0] if len(asked.category) == 1 else CategoryKey.OTHER)


def freeze(viewer: Viewer, found: Frozen, *, title: str, privacy: Privacy) -> Album:
    """An ordinary album with these pictures, as far as they are still the viewer's; other albums have them no more."""
    lock_owner(viewer.id)
    mine = own_ids(viewer.id, found.own)
    fields = {"title": title, "description": "", "category": found.category, "tags": [], "privacy": privacy}
    return albums.create(viewer, fields, parent=None, image_ids=[one for one in found.own if one in mine])
