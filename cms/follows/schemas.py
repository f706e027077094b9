"""People as JSON."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from cms.accounts.eyes import Eyes
from cms.follows.service import FollowState
from cms.images.schemas import ListQuery, Size
from cms.wire.requests import Answer, Query


class PersonQuery(Query):
    eyes: Eyes | None = Field(default=None, alias="as")


class PeopleQuery(ListQuery):
    """How a name begins, or what somebody is called."""

    q: Annotated[str, Field(min_length=1, max_length=80)]
    limit: Annotated[int, Field(ge=1, le=20)] = 8


class Relation(Answer):
    """What stands between the caller and somebody else."""

    state: FollowState
    follows_you: bool
    blocking: bool
    muting: bool


class PersonCounts(Answer):
    """How much the caller may see."""

    images: int
    albums: int
    followers: int
    following: int


class PersonOut(Answer):
    """Somebody as the caller may know them; counts stand on their own page alone."""

    name: str
    display_name: str
    picture: dict[Size, str] | None
    locked: bool
    created_at: datetime
    relation: Relation | None
    can: dict[str, bool]
    counts: PersonCounts | None = None


class PersonList(Answer):
    items: list[PersonOut]
    next: str | None


class Followed(Answer):
    state: FollowState
