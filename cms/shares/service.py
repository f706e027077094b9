"""Share links: made, counted, unlocked, revoked. No HTTP, no commits.

A link ends with its row, so revoking is in force for the next request; what has ended never comes back, for the secret
of the next link is another one.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, or_, update

from cms.access.viewer import Viewer
from cms.accounts import passwords
from cms.accounts.queries import hash_secret, lock_owner
from cms.accounts.standing import refuse_limited
from cms.errors import Problem, invalid
from cms.events import AlbumErased, CollectionErased, ImageErased
from cms.extensions import db, new_id, now
from cms.shares import queries
from cms.shares.models import Kind, ShareLink
from cms.throttle import Throttle

LONGEST = timedelta(days=36_500)
MOST_LINKS = 100
"""To one thing."""

VISIT_SECONDS = 3600
"""How long somebody may look on who gave the password, or whose look was counted."""


@dataclass(frozen=True)
class Terms:
    """How a link may be used."""

    password: str | None = None
    expires_at: datetime | None = None
    max_views: int | None = None
    download: bool = False
    metadata: bool = False
    upload: bool = False
    max_uploads: int = 0


def make(viewer: Viewer, kind: Kind, thing_id: str, terms: Terms) -> tuple[ShareLink, str]:
    """A link to a thing of this viewer's, and its secret, which is told only now.

    Raises 422 for an end that cannot be and for pictures of guests where there is no album, 409 for one link too many,
    403 for whoever may not publish at present.
    """
    if terms.expires_at is not None and not now() < terms.expires_at < now() + LONGEST:
        raise invalid("expires_at", "This is over, or too far away.")
    if terms.upload and kind != "album":
        raise invalid("upload", "Guests add pictures to an album only. Make a link to an album.")
    lock_owner(viewer.id)
    refuse_limited(viewer.id)
    if queries.number_of_links(kind, thing_id) >= MOST_LINKS:
        raise Problem(409, "too-many-links", f"A thing has at most {MOST_LINKS} links.")
    token = secrets.token_urlsafe(32)
    row = ShareLink(
        id=new_id(),
        owner_id=viewer.id,
        kind=kind,
        thing_id=thing_id,
        token_hash=hash_secret(token),
        password=passwords.hashed(terms.password) if terms.password is not None else None,
        expires_at=terms.expires_at,
        max_views=terms.max_views,
        has_download=terms.download,
        has_metadata=terms.metadata,
        has_upload=terms.upload,
        max_uploads=terms.max_uploads if terms.upload else 0,
    )
    db.session.add(row)
    db.session.flush()
    return row, token


def revoke(kind: Kind, thing_id: str, link_id: str) -> bool:
    """End a link at once; False where there is none."""
    gone = delete(ShareLink).filter_by(id=link_id, kind=kind, thing_id=thing_id)
    return bool(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]


def count_view(link_id: str) -> bool:
    """Count one look, whoever else looks at the same time; False where there is none left, or the link has ended."""
    left = or_(ShareLink.max_views.is_(None), ShareLink.views < ShareLink.max_views)
    in_time = or_(ShareLink.expires_at.is_(None), ShareLink.expires_at > now())
    one = update(ShareLink).where(ShareLink.id == link_id, left, in_time)
    counted = one.values(views=ShareLink.views + 1, last_viewed_at=now())
    done = db.session.execute(counted, execution_options={"synchronize_session": False})
    return bool(done.rowcount)  # type: ignore[attr-defined]


def check_password(link_id: str, kept: str | None, password: str, throttle: Throttle) -> None:
    """Raise 401 unless this is the password of the link, 429 after too many wrong ones, whoever gave them."""
    with throttle.guess(f"link/{link_id}") as guess:
        if kept is not None and not passwords.is_right(password, kept):
            guess.failed()
            raise Problem(401, "wrong-link-password", "This is not the password of this link.")


@dataclass(frozen=True)
class Visit:
    """What a browser may show for a while: that it knew the password of a link, and that its look was counted."""

    link_id: str
    is_counted: bool


def signed(visit: Visit, *, key: str) -> str:
    found: str | bytes = _signer(key).dumps([visit.link_id, visit.is_counted])
    return str(found)


def visit_of(text: str, link_id: str, *, key: str) -> Visit | None:
    """The visit that a browser brings, if it is one to this link and not long ago."""
    try:
        found = _signer(key).loads(text, max_age=VISIT_SECONDS)
    except BadSignature:
        return None
    visit = Visit(*found)
    return visit if visit.link_id == link_id else None


def _signer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="visit by a share link")


def forget_image(event: ImageErased) -> None:
    """Links go with what they open."""
    _forget("image", event.image_id)


def forget_album(event: AlbumErased) -> None:
    _forget("album", event.album_id)


def forget_collection(event: CollectionErased) -> None:
    _forget("collection", event.collection_id)


def _forget(kind: Kind, thing_id: str) -> None:
    db.session.execute(delete(ShareLink).filter_by(kind=kind, thing_id=thing_id))
