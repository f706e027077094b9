"""Blocking a source, removing what came from there slice by slice, lifting the block. No HTTP, no commits."""

import re
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError

from cms.access.viewer import Viewer
from cms.accounts.queries import account_by_id, viewer_of
from cms.errors import conflict, invalid
from cms.extensions import db
from cms.images.blocked import block_bytes, unblock_bytes
from cms.images.models import Image
from cms.jobs.names import REMOVE_BY_SOURCE
from cms.moderation import pictures
from cms.moderation.actions import Order
from cms.moderation.cases import FINDING, close, open_case
from cms.moderation.log import note
from cms.moderation.models import CaseKind, Outcome
from cms.moderation.service import keep_decision
from cms.provenance.models import BlockKind, BlockState, SourceBlock
from cms.provenance.queries import block_mark
from cms.source_blocks import queries
from cms.work.service import ask

SLICE = 20
_DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_HASH = re.compile(r"[0-9a-f]{64}")


def block(viewer: Viewer, kind: str, value: str, reason: str) -> SourceBlock:
    """From now on nothing is taken from there, and a worker removes what was; the block that is in force already."""
    value = checked_value(kind, value)
    mark = block_mark(kind, value)
    found = queries.in_force(mark)
    if found is not None:
        return found if found.state != BlockState.FAILED else begin_again(viewer, found)
    row = SourceBlock(kind=kind, value=value, mark=mark, reason=reason, moderator_id=viewer.id)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return block(viewer, kind, value, reason)
    if kind == BlockKind.HASH:
        block_bytes(value)
    note("block_source", ("source", row.id), by=viewer.id, reason=reason, after={"kind": kind, "value": value})
    ask(REMOVE_BY_SOURCE, row.id)
    return row


def checked_value(kind: str, value: str) -> str:
    """As it is compared. Raises 422 for what is none of its kind."""
    value = value.strip() if kind == BlockKind.ADDRESS else value.strip().lower().rstrip(".")
    if kind == BlockKind.HASH and not _HASH.fullmatch(value):
        raise invalid("value", "A SHA-256 has 64 of the digits 0-9 and a-f.")
    if kind == BlockKind.DOMAIN:
        value = ascii_name(value)
    if kind == BlockKind.ADDRESS and not is_address(value):
        raise invalid("value", "An address begins with http:// or https:// and names a host.")
    return value


def ascii_name(domain: str) -> str:
    """The name as addresses hold it: bücher.example is xn--bcher-kva.example."""
    try:
        name = domain.encode("idna").decode()
    except UnicodeError:
        name = ""
    if not _DOMAIN.fullmatch(name):
        raise invalid("value", "A domain looks like example.org.")
    return name


def is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def begin_again(viewer: Viewer, row: SourceBlock) -> SourceBlock:
    """What broke off is gone on with, in the name of whoever asks now."""
    row.state, row.moderator_id = BlockState.RUNNING, viewer.id
    ask(REMOVE_BY_SOURCE, row.id)
    return row


def remove_some(block_id: str) -> SourceBlock | None:
    """Remove the next pictures from there, each by a decision of its own that is told; None when nothing is to do."""
    row = queries.locked(block_id)
    moderator = None if row is None else account_by_id(row.moderator_id)
    if row is None or row.state != BlockState.RUNNING:
        return None
    if moderator is None:
        row.state = BlockState.FAILED
        return row
    images = queries.images_from(row, limit=SLICE)
    for image in images:
        remove(viewer_of(moderator), image, row.reason)
    row.removed += len(images)
    if not images:
        row.state = BlockState.DONE
    return row


def remove(viewer: Viewer, image: Image, reason: str) -> None:
    """To the trash, hidden, its like not taken again; its owner is told, may appeal, and it is undone as any other."""
    case = open_case(CaseKind.FINDING, ("image", image.id), concerned_id=image.owner_id, priority=FINDING)
    close(case, Outcome.ACTED, by=None)
    keep_decision(viewer, case, Order(("remove_and_block",), reason), [pictures.remove_and_block(image)])


def give_up(block_id: str) -> None:
    """What cannot be removed now is begun again by whoever blocks the same source once more."""
    row = queries.locked(block_id)
    if row is not None and row.state == BlockState.RUNNING:
        row.state = BlockState.FAILED


def lift(viewer: Viewer, row: SourceBlock, reason: str) -> None:
    """Things may be taken from there again; what was removed comes back by undoing its decision. 409 if lifted."""
    found = queries.locked(row.id)
    if found is None or found.state == BlockState.LIFTED:
        raise conflict("This block was lifted already.")
    found.state, found.mark = BlockState.LIFTED, None
    if found.kind == BlockKind.HASH:
        unblock_bytes(found.value)
    note("lift_source", ("source", row.id), by=viewer.id, reason=reason)
