"""Who is asking. A frozen value without a database behind it; None stands for a visitor."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    MEMBER = "member"
    MODERATOR = "moderator"
    ADMIN = "admin"


EVERY_SCOPE = frozenset({"*"})


@dataclass(frozen=True)
class Viewer:
    """An account that is logged in, or whose token was shown; `scopes` bounds what a token may do."""

    id: str
    name: str
    role: Role
    scopes: frozenset[str] = EVERY_SCOPE

    @property
    def is_moderator(self) -> bool:
        return self.role in (Role.MODERATOR, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN
