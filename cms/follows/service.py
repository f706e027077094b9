"""Follow, ask, accept, remove, block and mute: each may be done twice and is then as if done once."""

from contextlib import suppress
from typing import Any, Literal

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.exc import IntegrityError

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.accounts.models import Account, Block, Follow, FollowRequest, Mute
from cms.accounts.queries import lock_owner
from cms.errors import Problem, invalid, not_found
from cms.events import Blocked, Followed, Occurred, Unfollowed, announce
from cms.extensions import db

FollowState = Literal["following", "requested", "none"]
MOST_FOLLOWED = 10_000
"""So many accounts one may follow: whoever asks the index names all of them."""


def follow(viewer: Viewer, account: Account) -> FollowState:
    """Follow somebody, or ask to where they look at it first; what it is now."""
    refuse_oneself(viewer, account)
    lock_owner(account.id)
    db.session.refresh(account, ["locked"])
    if is_following(viewer.id, account.id):
        return "following"
    refuse_blocked(viewer, account)
    if account.locked:
        put(FollowRequest(asker_id=viewer.id, asked_id=account.id))
        announce(Occurred("request", account.id, viewer.id, "person", viewer.id))
        return "requested"
    refuse_too_many(viewer)
    remove_request(viewer.id, account.id)
    put(Follow(follower_id=viewer.id, followed_id=account.id))
    announce(Occurred("follow", account.id, viewer.id, "person", viewer.id))
    announce(Followed(viewer.id, "person", account.id))
    return "following"


def unfollow(viewer: Viewer, account: Account) -> None:
    """Follow no more, and ask no more."""
    remove_follow(viewer.id, account.id)
    remove_request(viewer.id, account.id)


def accept(viewer: Viewer, asker: Account) -> None:
    """Let somebody who asked follow. Only they who were asked can; 404 where nobody asked."""
    lock_owner(viewer.id)
    if remove_request(asker.id, viewer.id) == 0:
        raise not_found()
    put(Follow(follower_id=asker.id, followed_id=viewer.id))
    announce(Occurred("accepted", asker.id, viewer.id, "person", viewer.id))
    announce(Followed(asker.id, "person", viewer.id))


def decline(viewer: Viewer, asker: Account) -> None:
    remove_request(asker.id, viewer.id)


def remove_follower(viewer: Viewer, follower: Account) -> None:
    remove_follow(follower.id, viewer.id)


def block(viewer: Viewer, account: Account) -> None:
    """Have nothing to do with somebody: what was between them ends both ways, and neither sees what the other has."""
    refuse_oneself(viewer, account)
    for account_id in sorted((viewer.id, account.id)):
        lock_owner(account_id)
    put(Block(blocker_id=viewer.id, blocked_id=account.id))
    for one, other in ((viewer.id, account.id), (account.id, viewer.id)):
        remove_follow(one, other)
        remove_request(one, other)
    announce(Blocked(viewer.id, account.id))


def unblock(viewer: Viewer, account: Account) -> None:
    """Take a block back, also from somebody who has blocked the viewer too; 404 for others of those."""
    gone = db.session.execute(delete(Block).filter_by(blocker_id=viewer.id, blocked_id=account.id))
    if gone.rowcount == 0 and not permits(viewer, Permission.SEE_PERSON, account):  # type: ignore[attr-defined]
        raise not_found()


def mute(viewer: Viewer, account: Account) -> None:
    refuse_oneself(viewer, account)
    put(Mute(muter_id=viewer.id, muted_id=account.id))


def unmute(viewer: Viewer, account: Account) -> None:
    db.session.execute(delete(Mute).filter_by(muter_id=viewer.id, muted_id=account.id))


def put(edge: Any) -> None:
    """Add this row unless it is there."""
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(edge)


def is_following(follower_id: str, followed_id: str) -> bool:
    there = exists().where(Follow.follower_id == follower_id, Follow.followed_id == followed_id)
    return bool(db.session.scalar(select(there)))


def remove_follow(follower_id: str, followed_id: str) -> None:
    db.session.execute(delete(Follow).filter_by(follower_id=follower_id, followed_id=followed_id))
    announce(Unfollowed(follower_id, "person", followed_id))


def remove_request(asker_id: str, asked_id: str) -> int:
    """How many there were: one or none."""
    gone = db.session.execute(delete(FollowRequest).filter_by(asker_id=asker_id, asked_id=asked_id))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def refuse_oneself(viewer: Viewer, account: Account) -> None:
    if account.id == viewer.id:
        raise invalid("name", "That is you.")


def refuse_blocked(viewer: Viewer, account: Account) -> None:
    """Whoever blocked somebody takes that back first; who is blocked does not know."""
    one = (Block.blocker_id == viewer.id) & (Block.blocked_id == account.id)
    other = (Block.blocker_id == account.id) & (Block.blocked_id == viewer.id)
    row = db.session.scalar(select(Block).where(or_(one, other)))
    if row is not None and row.blocker_id == account.id:
        raise not_found()
    if row is not None:
        raise Problem(409, "blocked", "You have blocked them. Take that back first.")


def refuse_too_many(viewer: Viewer) -> None:
    followed = db.session.scalar(select(func.count()).select_from(Follow).filter_by(follower_id=viewer.id)) or 0
    if followed >= MOST_FOLLOWED:
        raise Problem(409, "too-many", f"One follows at most {MOST_FOLLOWED} accounts.")
