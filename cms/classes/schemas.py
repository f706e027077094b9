"""Own classes as JSON, in and out."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from cms.classes.models import ClassState
from cms.images.schemas import ListQuery, Text
from cms.wire.requests import Answer, Body

MOST_AT_ONCE = 500
Name = Annotated[Text, Field(min_length=1, max_length=100)]
Ids = Annotated[list[Annotated[str, Field(min_length=1, max_length=26)]], Field(max_length=MOST_AT_ONCE)]


class ClassQuery(ListQuery):
    """With `image`, each class says what it knows of this one of the caller's pictures."""

    image: Annotated[str, Field(max_length=26)] | None = None


class NewClass(Body):
    """A name, and images that are of the class."""

    name: Name
    ids: Ids = []


class ClassChange(Body):
    name: Name


class Examples(Body):
    """Own images that are of the class, that are not (`positive` false), or of which nothing is said (null)."""

    ids: Annotated[Ids, Field(min_length=1)]
    positive: bool | None


class ShareChange(Body):
    """With `examples`, they see those pictures that the class was learnt from and that they may see anyway."""

    examples: bool = False


class ExamplesQuery(ListQuery):
    """Pictures that are of the class, or (`positive` false) that are not."""

    positive: bool = True


class SharePerson(Answer):
    name: str
    display_name: str


class ShareOut(Answer):
    """Somebody with whom a class is shared."""

    person: SharePerson
    examples: bool
    created_at: datetime


class ShareList(Answer):
    items: list[ShareOut]
    next: str | None


class ExampleCounts(Answer):
    positive: int
    negative: int


class OfImage(Answer):
    """`said`: what the owner says of this image, null for nothing; `score` where it carries the class."""

    said: bool | None
    score: float | None


class ClassOut(Answer):
    """A class of one's own, or of somebody who shares it (`shared_by`).

    `accuracy` is that of a cross-validation, balanced; `hits` how many of the caller's pictures carry it. `examples`
    and `shares` (with how many people it is shared) are told to its owner alone.
    """

    id: str
    name: str
    state: ClassState
    problem: str | None
    needed: Annotated[int, Field(description="So many more examples are needed before it can be learnt")]
    examples: ExampleCounts | None
    shares: int | None
    shared_by: SharePerson | None
    accuracy: float | None
    hits: int
    image: OfImage | None = None
    created_at: datetime
    changed_at: datetime
    trained_at: datetime | None
    can: dict[str, bool]


class ClassList(Answer):
    items: list[ClassOut]
    next: str | None
