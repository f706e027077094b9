"""What is recorded of what people do, how they steer it, and what they are recommended. No HTTP, no commits."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

from sqlalchemy import delete, insert

from cms.access.viewer import Viewer
from cms.accounts.queries import lock_owner
from cms.events import Followed, Occurred, Searched, TakenBack, Unfollowed
from cms.extensions import db, now
from cms.images.models import Image
from cms.images.queries import images_by_ids, visible_ids
from cms.images.results import locked
from cms.jobs.names import FIND_NEIGHBOURS
from cms.recommendations import affinities, queries
from cms.recommendations.models import Affinity, Behaviour, Deed, Interest, Neighbour, TasteSettings
from cms.recommendations.ranking import WEIGHTS, Ranked, profile_of, ranked
from cms.work.service import ask

VERDICTS = {"more": Deed.MORE, "less": Deed.LESS, "hide": Deed.HIDE}
OF_OCCASIONS = {"like": Deed.LIKE, "collected": Deed.COLLECT, "comment": Deed.COMMENT}
PICKS = 24
MOST_ADJUSTED = 200


def hear_done(event: Occurred) -> None:
    """Record what somebody did with a picture of others."""
    if event.occasion in OF_OCCASIONS and event.subject_kind == "image" and event.actor_id is not None:
        record(event.actor_id, event.subject_id, OF_OCCASIONS[event.occasion])


def hear_taken_back(event: TakenBack) -> None:
    """Forget what somebody took back."""
    if event.occasion in OF_OCCASIONS and event.subject_kind == "image":
        forget(event.actor_id, event.subject_id, OF_OCCASIONS[event.occasion])


def hear_followed(event: Followed) -> None:
    """A tag is what somebody likes; of a person or an album its newest pictures tell what."""
    if event.kind == "tag":
        wish(event.account_id, [event.ref], Deed.FOLLOW)
        return
    for image_id in queries.newest_shown(event.kind, event.ref):
        record(event.account_id, image_id, Deed.FOLLOW)


def hear_unfollowed(event: Unfollowed) -> None:
    if event.kind == "tag":
        db.session.execute(delete(Interest).filter_by(account_id=event.account_id, key=event.ref, deed=Deed.FOLLOW))
        return
    told = delete(Behaviour).filter_by(account_id=event.account_id, deed=Deed.FOLLOW)
    of_it = told.where(Behaviour.image_id.in_(queries.images_in(event.kind, event.ref)))
    db.session.execute(of_it.execution_options(synchronize_session=False))


def hear_searched(event: Searched) -> None:
    wish(event.account_id, event.tags, Deed.SEARCH)


def wish(account_id: str, tags: Sequence[str], deed: Deed) -> None:
    """Somebody wants pictures of these tags, today; in one statement, which does nothing where that is not recorded."""
    columns, rows = queries.wishes_recorded(account_id, tags, deed)
    kept = insert(Interest).from_select(columns, rows)
    kept = kept.prefix_with("OR IGNORE", dialect="sqlite").prefix_with("IGNORE", dialect="mysql")
    db.session.execute(kept)


def record(account_id: str, image_id: str, deed: Deed) -> None:
    """Somebody did this with a picture, now; nothing where they do not want that recorded, or no recommendations."""
    settings = queries.settings_of(account_id)
    if settings is not None and (not settings.is_on or deed in settings.unrecorded.split()):
        return
    row = db.session.get(Behaviour, (account_id, image_id, deed), populate_existing=True)
    if row is None:
        row = Behaviour(account_id=account_id, image_id=image_id, deed=deed)
    row.at = now()
    db.session.merge(row)
    if WEIGHTS[deed] >= 1:
        look_for_neighbours(image_id)


def look_for_neighbours(image_id: str) -> None:
    """Have the pictures found that are nearest to this one, unless they were within a day."""
    if not queries.knows_neighbours(image_id):
        ask(FIND_NEIGHBOURS, image_id)


def forget(account_id: str, image_id: str, *deeds: Deed) -> None:
    of_it = delete(Behaviour).where(Behaviour.account_id == account_id, Behaviour.image_id == image_id)
    db.session.execute(of_it.where(Behaviour.deed.in_(deeds)))


def judge(viewer: Viewer, image_id: str, verdict: str) -> None:
    """More or less like this, or not this one again; the last word on a picture counts."""
    lock_owner(viewer.id)
    forget(viewer.id, image_id, *VERDICTS.values())
    record(viewer.id, image_id, VERDICTS[verdict])


def unjudge(viewer: Viewer, image_id: str) -> None:
    """Take back what was said of a picture; nothing where nothing was."""
    lock_owner(viewer.id)
    forget(viewer.id, image_id, *VERDICTS.values())


def recommend(viewer: Viewer, *, limit: int, after: tuple[float, str] | None) -> tuple[list[Ranked], queries.Known]:
    """The best of what fits, behind this place in the order, one more than asked for; none while it is off."""
    known = queries.known_of(viewer)
    if not known.is_on:
        return [], known
    profile = profile_of(known.done, known.adjusted, at=now(), wishes=known.wishes)
    order = ranked(queries.proposed_to(viewer, profile), profile, at=now())
    left = (one for one in order if after is None or (-one.score, one.image_id) > (-after[0], after[1]))
    return list(islice(left, limit + 1)), known


def picks_for(viewer: Viewer) -> list[Image]:
    """Newest pictures of as many categories and owners as there are, for somebody of whom nothing is known."""
    kinds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for image_id, category, owner_id in queries.newest_kinds(viewer):
        kinds[category].append((image_id, owner_id))
    chosen = _taken_in_turn([_owners_in_turn(of_it) for of_it in kinds.values()])
    return images_by_ids(viewer, chosen[:PICKS])


def _owners_in_turn(pictures: Sequence[tuple[str, str]]) -> list[str]:
    owners: dict[str, list[str]] = defaultdict(list)
    for image_id, owner_id in pictures:
        owners[owner_id].append(image_id)
    return _taken_in_turn(list(owners.values()))


def _taken_in_turn(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first of each, then the second of each, and so on."""
    longest = max(map(len, rows), default=0)
    return [row[place] for place in range(longest) for row in rows if place < len(row)]


def steer(
    viewer: Viewer, *, is_on: bool | None, records: Mapping[str, bool] | None, adjusted: Mapping[str, float] | None
) -> None:
    """Switch it on or off, switch recording by kinds, make tags count more or less; what is None stays.

    What is not recorded any more is wiped.
    """
    lock_owner(viewer.id)
    row = queries.settings_of(viewer.id) or TasteSettings(
        account_id=viewer.id, is_on=True, unrecorded="", adjusted="{}"
    )
    if is_on is not None:
        row.is_on = is_on
    if is_on is False or (records is not None and not all(records.values())):
        affinities.forget(viewer.id)
    if records is not None:
        off = {deed for deed in row.unrecorded.split() if records.get(deed, False) is False}
        off |= {deed for deed, is_recorded in records.items() if not is_recorded}
        row.unrecorded = " ".join(sorted(off))
        for kind in (Behaviour, Interest):
            db.session.execute(delete(kind).filter_by(account_id=viewer.id).where(kind.deed.in_(off)))
    if adjusted is not None:
        merged = {**json.loads(row.adjusted), **adjusted}
        kept = {key: factor for key, factor in merged.items() if factor != 1}
        row.adjusted = json.dumps(dict(list(kept.items())[-MOST_ADJUSTED:]), ensure_ascii=False)
    db.session.add(row)


def wipe(viewer: Viewer) -> None:
    """Forget all that was done and adjusted; what is switched off stays so."""
    lock_owner(viewer.id)
    for kind in (Behaviour, Interest, Affinity):
        db.session.execute(delete(kind).filter_by(account_id=viewer.id))
    row = queries.settings_of(viewer.id)
    if row is not None:
        row.adjusted = "{}"


def keep_neighbours(image_id: str, nearest: Sequence[str]) -> None:
    """Put these in the place of those known before, nearest first; nothing where the picture is gone."""
    if locked(image_id) is None:
        return
    there = visible_ids(None, nearest)
    db.session.execute(delete(Neighbour).where(Neighbour.image_id == image_id))
    db.session.add_all(
        Neighbour(image_id=image_id, neighbour_id=one, rank=rank) for rank, one in enumerate(nearest) if one in there
    )
