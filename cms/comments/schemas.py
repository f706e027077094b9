"""Comments as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cms.comments.queries import ThreadSort
from cms.images.schemas import ListQuery, Owner, Text
from cms.wire.requests import Answer, Body, Query

Id = Annotated[str, Field(max_length=26)]
Words = Annotated[Text, Field(min_length=1, max_length=5000)]


class NewComment(Body):
    """A comment in a small part of Markdown; `parent` is the comment that it answers."""

    text: Words
    parent: Id | None = None


class CommentChange(Body):
    """What is to change: its author changes the text, the owner of what it is on hides it or shows it again."""

    text: Words = "-"
    hidden: bool = False


class CommentsQuery(ListQuery):
    """With `parent`, all that is below that comment, in the order of the thread."""

    sort: ThreadSort = ThreadSort.THREAD
    parent: Id | None = None


class CommentQuery(Query):
    context: bool = False


class On(Answer):
    """What is commented on."""

    kind: Literal["image", "album"]
    id: str


class CommentOut(Answer):
    """A comment as this viewer may know it.

    One that is deleted, or hidden from the viewer, keeps its place while there are replies: without text and author.
    `replies` is how many there are below it in all.
    """

    id: str
    on: On
    author: Owner | None
    text: str
    html: str
    parent: str | None
    depth: int
    replies: int
    likes: int
    liked: bool
    created_at: datetime
    edited_at: datetime | None
    deleted: bool
    hidden: bool
    can: dict[str, bool]


class ThreadOut(CommentOut):
    """A comment with the first of those below it in the order of the thread; `rest` is the cursor of the others."""

    thread: list[CommentOut] = []
    rest: str | None = None


class ThreadList(Answer):
    items: list[ThreadOut]
    next: str | None


class ContextOut(Answer):
    """A comment; with `context` also all that it answers, the root first."""

    comment: CommentOut
    parents: list[CommentOut] = []


class LikedComment(Answer):
    liked: bool
    count: int


class VersionOut(Answer):
    """What a comment said until then."""

    id: str
    text: str
    ended_at: datetime


class VersionList(Answer):
    items: list[VersionOut]
    next: str | None
