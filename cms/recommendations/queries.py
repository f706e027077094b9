"""Reads of what somebody did, and of pictures that everyone may see which fit it."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    BindParameter,
    Float,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from cms.access.audience import image_audience
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account, Mute
from cms.extensions import Key, Moment, db, now
from cms.images.models import Image, ImageTag
from cms.images.queries import by_index
from cms.recommendations.models import Affinity, Behaviour, Deed, Interest, Neighbour, TasteSettings
from cms.recommendations.ranking import WEIGHTS, Done, Profile, Proposed, Wish

MOST_DONE, MOST_WISHED = 120, 60
"""So many of the last deeds, and of the last tags followed or searched for, make a profile."""

TOLD_BY_FOLLOW = 3
"""So many of the newest pictures tell what somebody likes who follows a person or an album."""

OF_A_TAG, OF_A_PICTURE, OF_PEOPLE, OF_THE_NEWEST = 60, 60, 60, 60
ANSWERED = (Deed.LIKE, Deed.COLLECT, Deed.COMMENT, Deed.MORE, Deed.LESS, Deed.HIDE)
"""Whoever did one of these with a picture is not recommended it any more."""

COUNTED = (Deed.LIKE, Deed.COLLECT, Deed.COMMENT, Deed.VIEW, Deed.MORE, Deed.LESS, Deed.HIDE)
MOST_COUNTED = 1_000_000
"""What others may profit from: so many of the last deeds of everybody together."""

FOR_EVERYONE = to_sql(image_audience(None), Image)
"""Made once: a page asks some twenty sources."""

FRESH_DAYS = 1
PICKED_AMONG = 600


@dataclass
class Known:
    """What is known of somebody's taste; `titles` of the pictures that they did something with and may still see."""

    is_on: bool = True
    unrecorded: frozenset[str] = frozenset()
    adjusted: dict[str, float] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)


def known_of(viewer: Viewer) -> Known:
    """Settings and the last deeds, in one statement; pictures that they may not see any more say nothing."""
    done = _last_done(viewer)
    seen = and_(Image.id == done.c.image_id, to_sql(image_audience(viewer), Image), Image.is_trashed == false())
    settings = (TasteSettings.is_on, TasteSettings.unrecorded, TasteSettings.adjusted)
    columns = (done.c.wish, done.c.deed, done.c.at, Image.id, Image.title, ImageTag.key, ImageTag.score)
    query = (
        select(*settings, *columns)
        .select_from(Account)
        .outerjoin(TasteSettings)
        .outerjoin(done, done.c.account_id == Account.id)
    )
    query = query.outerjoin(Image, seen).outerjoin(ImageTag, ImageTag.image_id == Image.id)
    rows = db.session.execute(query.where(Account.id == viewer.id)).all()
    found = _settings(rows[0]) if rows else Known()
    tags: dict[tuple[str, str], dict[str, float]] = {}
    moments: dict[tuple[str, str], datetime] = {}
    for *_, wish, deed, at, image_id, title, key, score in rows:
        if wish is not None:
            found.wishes.append(Wish(wish, deed, at))
        if image_id is None:
            continue
        moments[deed, image_id], found.titles[image_id] = at, title
        of_it = tags.setdefault((deed, image_id), {})
        if key is not None:
            of_it[key] = max(of_it.get(key, 0.0), 1.0 if score is None else score)
    found.done = [Done(image_id, deed, moments[deed, image_id], of_it) for (deed, image_id), of_it in tags.items()]
    return found


def _last_done(viewer: Viewer) -> Subquery:
    """Deeds with pictures, and below them those with a tag: `wish`."""
    columns = (Behaviour.account_id, Behaviour.deed, Behaviour.at, Behaviour.image_id)
    deeds = select(*columns, literal(None, Key(240)).label("wish")).where(Behaviour.account_id == viewer.id)
    wishes = select(
        Interest.account_id, Interest.deed, Interest.at, literal(None, Key(26)).label("image_id"), Interest.key
    )
    both = (
        deeds.order_by(Behaviour.at.desc()).limit(MOST_DONE).subquery(),
        wishes.filter_by(account_id=viewer.id).order_by(Interest.at.desc()).limit(MOST_WISHED).subquery(),
    )
    return union_all(*map(select, both)).subquery()


def _settings(row: Any) -> Known:
    if row.is_on is None:
        return Known()
    return Known(row.is_on, frozenset(row.unrecorded.split()), json.loads(row.adjusted))


def settings_of(account_id: str) -> TasteSettings | None:
    found: TasteSettings | None = db.session.get(TasteSettings, account_id, populate_existing=True)
    return found


def wishes_recorded(account_id: str, tags: Sequence[str], deed: Deed) -> tuple[list[str], Select[Any]]:
    """Columns and rows of these interests, as of today; no rows where such are not recorded."""
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    each = union_all(*(select(literal(key, Key(240)).label("key")) for key in tags)).subquery()
    of_them = select(TasteSettings.account_id).filter_by(account_id=account_id)
    refused = of_them.where(or_(TasteSettings.is_on == false(), TasteSettings.unrecorded.contains(deed))).exists()
    rows = select(literal(account_id, Key(26)), each.c.key, literal(deed, Key(16)), literal(today, Moment))
    return ["account_id", "key", "deed", "at"], rows.where(~refused)


def strengths_of(account_ids: Sequence[str] = ()) -> Iterator[tuple[str, str, float]]:
    """Who likes which picture that everyone may see, and how much; of these, or of everybody.

    Nothing of whom recommendations are switched off for, and nothing of who has closed their account.
    """
    weight = case({deed: round(100 * WEIGHTS[deed]) for deed in COUNTED}, value=Behaviour.deed)
    last = select(Behaviour.account_id, Behaviour.image_id, weight.label("weight")).where(Behaviour.deed.in_(COUNTED))
    if account_ids:
        last = last.where(Behaviour.account_id.in_(account_ids))
    done = last.order_by(Behaviour.at.desc()).limit(MOST_COUNTED).subquery()
    query: Select[Any] = select(done.c.account_id, done.c.image_id, func.sum(done.c.weight).label("strength"))
    query = _for_everyone(query.join(Image, Image.id == done.c.image_id)).join(Account, Account.id == done.c.account_id)
    wanted = or_(TasteSettings.is_on.is_(None), TasteSettings.is_on == true())
    query = query.outerjoin(TasteSettings).where(wanted, Account.closed_at.is_(None))
    rows = db.session.execute(
        query.group_by(done.c.account_id, done.c.image_id).having(func.sum(done.c.weight) > 0),
        execution_options={"yield_per": 10_000},
    )
    return ((account_id, image_id, int(strength) / 100) for account_id, image_id, strength in rows)


def last_active(account_ids: Collection[str], *, limit: int) -> list[str]:
    """Those of these accounts that did something last, so many of them."""
    last = select(Behaviour.account_id).group_by(Behaviour.account_id).order_by(func.max(Behaviour.at).desc())
    among = set(account_ids)
    return [one for one in db.session.scalars(last) if one in among][:limit]


def images_in(kind: Literal["person", "album"], ref: str) -> Select[Any]:
    """The ids of all pictures of a person or in an album."""
    return select(Image.id).filter_by(**{"owner_id" if kind == "person" else "album_id": ref})


def newest_shown(kind: Literal["person", "album"], ref: str) -> list[str]:
    """The newest of those that everyone may see."""
    newest = _for_everyone(images_in(kind, ref)).order_by(Image.id.desc()).limit(TOLD_BY_FOLLOW)
    return list(db.session.scalars(newest))


def proposed_to(viewer: Viewer, profile: Profile) -> list[Proposed]:
    """Pictures that everyone may see: the newest of each tag, the neighbours of each liked one, the newest of all."""
    asked = {"tag": profile.asked_tags, "image": profile.asked_images}
    named = {f"{kind}_{at}": key for kind, keys in asked.items() for at, key in enumerate(keys)}
    told = {f"{name}_told": key for name, key in named.items()}
    query = _sources(len(asked["tag"]), len(asked["image"]))
    return [Proposed(*row) for row in db.session.execute(query, {"viewer": viewer.id, **named, **told})]


@cache
def _sources(tags: int, images: int) -> Select[Any]:
    """Of so many tags and pictures, which are named when it is asked: making it takes longer than its answer."""
    viewer = bindparam("viewer", type_=Key(26))
    parts = [_of_tag(f"tag_{at}") for at in range(tags)] + [_of_picture(f"image_{at}") for at in range(images)]
    every = union_all(*(select(one.subquery()) for one in (*parts, _of_people(viewer), _newest()))).subquery()
    answered = exists().where(
        Behaviour.account_id == viewer, Behaviour.image_id == every.c.image_id, Behaviour.deed.in_(ANSWERED)
    )
    muted = select(Mute.muted_id).where(Mute.muter_id == viewer)
    return select(every).where(~answered, every.c.owner_id != viewer, every.c.owner_id.not_in(muted))


def _columns(kind: str, source: str | None, value: Any) -> tuple[Any, ...]:
    """`source` names what is given for it when it is asked."""
    told = (Image.id.label("image_id"), Image.owner_id, Image.created_at)
    given: Any = literal("", String) if source is None else bindparam(f"{source}_told", type_=String())
    return (literal(kind, String).label("kind"), given.label("source"), *told, value.label("value"))


def _for_everyone(query: Select[Any]) -> Select[Any]:
    return query.where(FOR_EVERYONE)


def _of_tag(name: str) -> Select[Any]:
    sure = func.coalesce(ImageTag.score, literal(1.0, Float))
    of_it = select(*_columns("tag", name, sure)).join(ImageTag, ImageTag.image_id == Image.id)
    of_it = of_it.where(ImageTag.key == bindparam(name, type_=Key(240)))
    return _for_everyone(of_it).order_by(ImageTag.image_id.desc()).limit(OF_A_TAG)


def _of_picture(name: str) -> Select[Any]:
    """From the list first: SQLite would begin with all pictures that everyone may see."""
    liked = bindparam(name, type_=Key(26))
    near = select(Neighbour.neighbour_id, Neighbour.rank).where(Neighbour.image_id == liked)
    few = near.order_by(Neighbour.rank).limit(OF_A_PICTURE).subquery()
    return _for_everyone(select(*_columns("image", name, few.c.rank)).join(few, few.c.neighbour_id == Image.id))


def _of_people(viewer: BindParameter[str]) -> Select[Any]:
    """What fits the viewer by what others did."""
    best = select(Affinity.image_id, Affinity.score).filter_by(account_id=viewer)
    few = best.order_by(Affinity.score.desc(), Affinity.image_id).limit(OF_PEOPLE).subquery()
    return _for_everyone(select(*_columns("people", None, few.c.score)).join(few, few.c.image_id == Image.id))


def _newest() -> Select[Any]:
    newest = by_index(select(*_columns("new", None, literal(0.0, Float))), "ix_images_open")
    return _for_everyone(newest).order_by(Image.id.desc()).limit(OF_THE_NEWEST)


def newest_kinds(viewer: Viewer) -> list[tuple[str, str, str]]:
    """Of the newest pictures of others that everyone may see: id, category and owner."""
    columns: tuple[Any, ...] = (Image.id, Image.category, Image.owner_id)
    newest = by_index(select(*columns), "ix_images_open")
    mine = _for_everyone(newest).where(Image.owner_id != viewer.id)
    unmuted = mine.where(Image.owner_id.not_in(select(Mute.muted_id).where(Mute.muter_id == viewer.id)))
    rows = db.session.execute(unmuted.order_by(Image.id.desc()).limit(PICKED_AMONG))
    return [(row.id, row.category, row.owner_id) for row in rows]


def neighbours_of(image_ids: Sequence[str], *, limit: int) -> dict[str, list[str]]:
    """For each of these pictures those that are nearest to it, as far as they were found, nearest first."""
    near = select(Neighbour.image_id, Neighbour.neighbour_id).where(Neighbour.image_id.in_(image_ids))
    found: dict[str, list[str]] = {}
    for image_id, neighbour_id in db.session.execute(near.where(Neighbour.rank < limit).order_by(Neighbour.rank)):
        found.setdefault(image_id, []).append(neighbour_id)
    return found


def knows_neighbours(image_id: str) -> bool:
    """Whether the neighbours of this picture were found within a day."""
    found = select(func.max(Neighbour.found_at)).where(Neighbour.image_id == image_id)
    at: datetime | None = db.session.scalar(found)
    return at is not None and at > now() - timedelta(days=FRESH_DAYS)
