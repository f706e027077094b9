"""What is told of the people of an album and of its changes: every field by name."""

from collections.abc import Sequence

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.albums.schemas import AlbumOut
from cms.editors import schemas
from cms.editors.models import AlbumChange, AlbumEditor, AlbumRole
from cms.editors.queries import IMAGES, Change
from cms.images.queries import visible_ids
from cms.images.schemas import Owner

MOST_TOLD = 6
"""So many images of one change are told by their ids."""


def present_editor(row: AlbumEditor, account: Account) -> schemas.EditorOut:
    return schemas.EditorOut(
        name=account.name,
        display_name=account.display_name,
        role=AlbumRole(row.role),
        created_at=row.created_at,
    )


def present_shared(albums: Sequence[AlbumOut], roles: Sequence[str]) -> list[schemas.SharedAlbum]:
    return [
        schemas.SharedAlbum(**album.model_dump(), role=AlbumRole(role))
        for album, role in zip(albums, roles, strict=True)
    ]


def present_changes(changes: Sequence[Change], viewer: Viewer) -> list[schemas.ChangeOut]:
    """Changes with those of their images that the viewer may see."""
    named = [image_id for one in changes for ids in images_of(one.row) for image_id in ids]
    seen = visible_ids(viewer, named)
    return [present_change(one, seen) for one in changes]


def images_of(row: AlbumChange) -> tuple[list[str], list[str]]:
    """The images that a change tells of: as before, as after."""
    if row.field == IMAGES:
        return row.before[:MOST_TOLD], row.after[:MOST_TOLD]
    if row.field == "cover":
        return [row.before] if row.before else [], [row.after] if row.after else []
    return [], []


def present_change(change: Change, seen: set[str]) -> schemas.ChangeOut:
    row, person = change.row, change.person
    before, after = ([one for one in ids if one in seen] for ids in images_of(row))
    told: tuple[schemas.Told, schemas.Told] = (row.before, row.after)
    if row.field == IMAGES:
        told = before, after
    if row.field == "cover":
        told = next(iter(before), None), next(iter(after), None)
    return schemas.ChangeOut(
        id=row.id,
        person=None if person is None else Owner(name=person.name, display_name=person.display_name),
        field=row.field,
        before=told[0],
        after=told[1],
        count=len(row.before) + len(row.after) if row.field == IMAGES else None,
        created_at=row.created_at,
        undone=row.undone_at is not None,
    )
