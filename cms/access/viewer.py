"""Who is asking. A frozen value without a database behind it; None stands for a visitor."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

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
class Viewer:
    """An account that is logged in, or whose token was shown; `scopes` bounds what a token may do.

    `members` tells who has a tie to this account. `as_follower_of` marks somebody who is only imagined: a follower of
    that account, so that its owner can look with their eyes. `until` is when the token that was shown ends, if it does.
    """

    id: str
    name: str
    role: Role
    scopes: frozenset[str] = EVERY_SCOPE
    members: Members = field(default=nobody, compare=False, repr=False)
    as_follower_of: str | None = None
    until: datetime | None = None

    @property
    def is_moderator(self) -> bool:
        return self.role in (Role.MODERATOR, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN


def imagined_follower(owner_id: str) -> Viewer:
    """Somebody who follows this account and is nobody else's concern."""
    return Viewer(id="", name="", role=Role.MEMBER, as_follower_of=owner_id)
