"""People of an album and its changes as JSON, in and out."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from cms.albums.schemas import AlbumOut
from cms.editors.models import AlbumRole
from cms.images.schemas import Owner, Text
from cms.wire.requests import Answer, Body


class RoleBody(Body):
    """A viewer looks, a contributor also adds own pictures, an editor also arranges what is there."""

    role: AlbumRole


class EditorOut(Answer):
    """Somebody with a role in an album of somebody else."""

    name: str
    display_name: str
    role: AlbumRole
    created_at: datetime


class EditorList(Answer):
    """The owner of an album, and everybody with a role in it."""

    owner: Owner
    items: list[EditorOut]
    next: str | None


class SharedAlbum(AlbumOut):
    """An album of somebody else, and what the caller may do in it."""

    role: AlbumRole


class SharedAlbumList(Answer):
    items: list[SharedAlbum]
    next: str | None


Told = str | bool | list[str] | None


class ChangeOut(Answer):
    """One change: of a field what it held before and after; of `images` the ids of some that went and that came.

    `count` is how many images that were. `person` is null where they are gone or not to be seen.
    """

    id: str
    person: Owner | None
    field: str
    before: Told
    after: Told
    count: int | None
    created_at: datetime
    undone: bool


class ChangeList(Answer):
    items: list[ChangeOut]
    next: str | None


class UndoBody(Body):
    """Whose changes are taken back."""

    person: Annotated[Text, Field(min_length=1, max_length=60)]


class UndoneOut(Answer):
    """How many changes were taken back; with `more` the same request goes on."""

    undone: int
    more: bool
