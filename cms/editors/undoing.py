"""Taking back what one person changed in an album, as far as it still stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cms.accounts.queries import lock_owners
from cms.albums.service import album_as_it_is, may_be_cover, set_fields, take_images_out, values_of
from cms.editors import queries
from cms.editors.models import AlbumChange
from cms.extensions import db, now
from cms.images import placing
from cms.images.models import Album

SLICE = 50
"""So many changes are taken back at once."""


@dataclass(frozen=True)
class Undone:
    """How many changes were taken back, and whether there are more."""

    count: int
    has_more: bool


def undo(album: Album, person_id: str) -> Undone:
    """Take back what this person changed last; what others changed since remains. Called again it goes on.

    Images that they added are taken out, and none is more visible by that; those that they took out come back, but for
    their own, for those that are elsewhere now, and for those of people who may add none any more.
    """
    moves = queries.moves_of(album.id, person_id, limit=SLICE)
    ids = [image_id for row in moves for image_id in (*row.before, *row.after)]
    lock_owners(album.owner_id, person_id, *queries.owners_of(ids))
    album = album_as_it_is(album)
    words = _undo_words(album, queries.last_words(album.id, person_id, limit=SLICE))
    _undo_moves(album, person_id, moves)
    for row in (*words, *moves):
        row.undone_at = now()
    db.session.flush()
    return Undone(len(words) + len(moves), has_more=max(len(words), len(moves)) == SLICE)


def _undo_words(album: Album, rows: Sequence[AlbumChange]) -> list[AlbumChange]:
    """Set each field back as long as it holds what the change made of it; which changes these were."""
    undone, fields = [], values_of(album, [row.field for row in rows])
    for row in rows:
        if fields[row.field] == row.after:
            fields[row.field] = row.before
            undone.append(row)
    changed = {row.field: fields[row.field] for row in undone}
    if not may_be_cover(album.owner_id, str(changed.get("cover")), album):
        changed |= {"cover": None} if "cover" in changed else {}
    if changed:
        set_fields(album, changed, by=album.owner_id)
    return undone


def _undo_moves(album: Album, person_id: str, rows: Sequence[AlbumChange]) -> None:
    came, went = [], []
    for row in rows:
        came += row.after
        went += row.before
    inside = queries.still_inside(album.id, person_id, came)
    if inside:
        take_images_out(album, inside, by=album.owner_id)
    back: dict[str, list[str]] = defaultdict(list)
    for owner_id, image_id in queries.may_come_back(album, went, but_of=person_id):
        back[owner_id].append(image_id)
    for owner_id, theirs in back.items():
        placing.place_all(owner_id, theirs, album, by=album.owner_id)
