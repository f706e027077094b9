"""Moves stored bytes from one back end to another while the site goes on. It may stop anywhere and be begun again."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cms.images import results
from cms.storage.base import ObjectMissing, Storage, StoredObject
from cms.storage.keys import fits
from cms.storage.moving import MovingStorage
from cms.transaction import writing
from cms.upkeep.objects import Tell, everything_kept, hash_of, is_one_named, named_objects

TOLD_EVERY = 500
TYPE_OF_OTHERS = "application/octet-stream"
"""Content types belong to rows: addresses are signed with the type that the row tells."""


@dataclass
class Moved:
    """What was moved, and the keys of what was left where it is because it is not what was stored."""

    objects: int = 0
    bytes: int = 0
    damaged: list[str] = field(default_factory=list)


def move_objects(storage: MovingStorage, *, tell: Tell) -> Moved:
    """Move everything that a row names, each object read back and compared; then let the rows say so."""
    moved = Moved()
    for one in named_objects(storage.former):
        if not _move(one, storage):
            moved.damaged.append(one.key)
            continue
        moved.objects, moved.bytes = moved.objects + 1, moved.bytes + one.size
        if moved.objects % TOLD_EVERY == 0:
            tell(moved.objects)
    if not moved.damaged:
        _settle(storage)
    return moved


def _move(one: StoredObject, storage: MovingStorage) -> bool:
    """False where the bytes are not those that the key promises: they stay for whoever looks into it."""
    try:
        if not _is_whole(storage.current, one.key):
            if not fits(one.key, hash_of(storage.former, one.key)):
                return False
            with storage.former.open(one.key) as source:
                storage.current.put(one.key, source, content_type=TYPE_OF_OTHERS)
            if not _is_whole(storage.current, one.key):
                return False
    except ObjectMissing:
        return True  # it was given up meanwhile
    storage.former.delete(one.key)
    if not is_one_named(one.key):
        storage.current.delete(one.key)
    return True


def _is_whole(storage: Storage, key: str) -> bool:
    try:
        return fits(key, hash_of(storage, key))
    except ObjectMissing:
        return False


def _settle(storage: MovingStorage) -> None:
    """Where an image's bytes were before, its row now names the place where they are."""
    if storage.former.name == storage.current.name:
        return
    for ids in _batches(storage):
        with writing():
            results.say_where_bytes_are(ids, storage.current.name)


def _batches(storage: MovingStorage) -> Iterator[list[str]]:
    batch: list[str] = []
    for image in everything_kept(storage.former.names, tell=lambda _: None):
        batch.append(image.id)
        if len(batch) == TOLD_EVERY:
            yield batch
            batch = []
    if batch:
        yield batch
