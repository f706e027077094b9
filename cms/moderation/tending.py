"""What becomes a case without a report: held pictures, comments like spam. Cases without a subject close, terms end."""

from datetime import timedelta

from sqlalchemy import exists, select

from cms.access.audience import WAITING_FOR_MODERATORS
from cms.access.sql import to_sql
from cms.accounts.queries import lock_owner
from cms.accounts.service import let_back_in
from cms.accounts.standing import served_their_time
from cms.comments.queries import said_lately
from cms.events import AlbumErased, CollectionErased, Commented, ImageErased
from cms.extensions import db, now
from cms.guests.queries import sent_by_guests
from cms.images.blocked import HELD as STOPPED_BY_GATE
from cms.images.blocked import count_stops
from cms.images.models import Image
from cms.moderation import queries
from cms.moderation.cases import FINDING, SPAM, close, open_case
from cms.moderation.log import note
from cms.moderation.models import HELD, Case, CaseKind, CaseState, Outcome
from cms.moderation.spam import LOOKED_BACK, Said, signals

BATCH = 100
CLAIMANTS_KEPT_FOR = timedelta(days=180)
QUIET_FOR = timedelta(days=1)
"""So long an account makes no case of spam after one was closed."""


def open_findings() -> int:
    """A case for each held picture that has none; how many."""
    here = exists().where(
        Case.kind.in_(HELD),
        Case.state == CaseState.OPEN,
        Case.subject_kind == "image",
        Case.subject_id == Image.id,
    )
    waiting = select(Image.id, Image.owner_id).where(to_sql(WAITING_FOR_MODERATORS, Image), ~here)
    found = db.session.execute(waiting.limit(BATCH)).all()
    guests = sent_by_guests([image_id for image_id, _owner_id in found])
    for image_id, owner_id in found:
        kind = CaseKind.GUEST if image_id in guests else CaseKind.FINDING
        case = open_case(kind, ("image", image_id), concerned_id=owner_id, priority=FINDING)
        case.reasons = ["gate"]
    if found:
        count_stops(STOPPED_BY_GATE, len(found))
    return len(found)


def hear_comment(event: Commented) -> None:
    """One case for all that speaks for spam by an account; none for a day after a moderator closed one."""
    at = now()
    lately = said_lately(event.author_id, event.comment_id, since=at - LOOKED_BACK, limit=BATCH)
    if lately is None:
        return
    joined, said = lately
    found = signals([Said(*one) for one in said], age=at - joined)
    if found:
        keep_signals(event, found)


def keep_signals(event: Commented, found: list[str]) -> None:
    lock_owner(event.author_id)
    case = queries.spam_of(event.author_id, since=now() - QUIET_FOR)
    if case is None:
        case = open_case(CaseKind.FINDING, ("comment", event.comment_id), concerned_id=event.author_id, priority=SPAM)
    if case.state == CaseState.OPEN:
        case.reasons = ["spam", *sorted({*case.reasons, *found} - {"spam"})]


def close_moot_findings() -> int:
    """Held pictures that became private or were decided elsewhere are nobody's case any more; how many."""
    still = exists().where(Image.id == Case.subject_id, to_sql(WAITING_FOR_MODERATORS, Image))
    held = (Case.kind.in_(HELD), Case.subject_kind == "image", Case.state == CaseState.OPEN)
    moot = select(Case).where(*held, ~still)
    found = db.session.scalars(moot.limit(BATCH)).all()
    for case in found:
        close(case, Outcome.GONE, by=None)
    return len(found)


def end_suspensions() -> int:
    """Accounts whose time is over are let in again; how many."""
    found = served_their_time(limit=BATCH)
    for account in found:
        let_back_in(account)
        note("suspension-ends", ("person", account.id), by=None)
    return len(found)


def forget_claimants() -> None:
    """Who sent a notice, and what they wrote, goes half a year after its case; what became of it stays."""
    for takedown, report in queries.takedowns_closed_before(now() - CLAIMANTS_KEPT_FOR, limit=BATCH):
        takedown.name = takedown.email = takedown.work = takedown.source = report.text = ""


def forget_image(event: ImageErased) -> None:
    """It is gone: nothing is left to decide about it, but an appeal is answered all the same."""
    close_all("image", event.image_id)


def forget_album(event: AlbumErased) -> None:
    close_all("album", event.album_id)


def forget_collection(event: CollectionErased) -> None:
    close_all("collection", event.collection_id)


def close_all(kind: str, thing_id: str) -> None:
    for case in queries.open_cases_about(kind, thing_id):
        if case.kind != CaseKind.APPEAL:
            close(case, Outcome.GONE, by=None)
