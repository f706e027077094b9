"""Who is asking. A frozen value without a database behind it; None stands for a visitor."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from cms.clauses import Members, Tie


class Role(StrEnum):
    MEMBER = "member"
    MODERATOR = "moderator"
    ADMIN = "admin"


EVERY_SCOPE = frozenset({"*"})


def nobody(_tie: Tie, _account_id: str) -> frozenset[str]:
    """The ties of somebody who has none."""
    return frozenset()


@dataclass(frozen=True)
class Opened:
    """What a share link opens to whoever holds it: one image, or those of an album or a collection, and no more.

    Of its maker's images those whose level is one of `levels`, which are no closer than that of the thing, and that are
    in none of `closed_albums`; of others' in a collection, what is public. `below` are albums below the one that is
    opened, of these levels too.
    """

    kind: Literal["image", "album", "collection"]
    thing_id: str
    maker_id: str
    levels: frozenset[str]
    below: frozenset[str] = frozenset()
    closed_albums: frozenset[str] = frozenset()
    has_download: bool = False
    has_metadata: bool = False

    @property
    def places(self) -> frozenset[str]:
        """The ids of what is opened: of an album with those below it."""
        return self.below | {self.thing_id}


@dataclass(frozen=True)
class Viewer:
    """An account that is logged in, or whose token was shown; `scopes` bounds what a token may do.

    `members` tells who has a tie to this account. `as_follower_of` marks somebody who is only imagined: a follower of
    that account, so that its owner can look with their eyes. `until` is when the token that was shown ends, if it does.
    With `opened` they look through a share link and see what that opens, whoever they are. `inside` is the album that
    they look into as one of its people.
    """

    id: str
    name: str
    role: Role
    scopes: frozenset[str] = EVERY_SCOPE
    members: Members = field(default=nobody, compare=False, repr=False)
    as_follower_of: str | None = None
    until: datetime | None = None
    opened: Opened | None = None
    inside: str | None = None

    @property
    def is_moderator(self) -> bool:
        return self.role in (Role.MODERATOR, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN


def imagined_follower(owner_id: str) -> Viewer:
    """Somebody who follows this account and is nobody else's concern."""
    return Viewer(id="", name="", role=Role.MEMBER, as_follower_of=owner_id)


def holder_of(opened: Opened, viewer: Viewer | None) -> Viewer:
    """This viewer, or a visitor, looking through a share link; its maker sees what any visitor would."""
    if viewer is None or viewer.id == opened.maker_id:
        return Viewer(id="", name="", role=Role.MEMBER, opened=opened)
    return replace(viewer, opened=opened)
