"""Bytes beside rows: what no row names any more, what a row names and is not there, what is not as it was stored."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from cms.extensions import now
from cms.images import queries as images
from cms.images.queries import Kept
from cms.reverse_search import queries as searches
from cms.storage.base import ObjectMissing, Storage, StoredObject
from cms.storage.keys import subject_of
from cms.storage.streams import sha256_of
from cms.transaction import reading

GRACE = timedelta(hours=24)
"""An object is put before its row is committed: what is younger may still get one."""

TOGETHER = 500
Tell = Callable[[int], None]


@dataclass
class Collected:
    """What was found without a row, and how many bytes that is."""

    keys: list[str] = field(default_factory=list)
    bytes: int = 0


def collect(storage: Storage, *, grace: timedelta = GRACE, is_trial: bool = False) -> Collected:
    """Remove objects that no row names and that are older than this; a trial only counts them."""
    found = Collected()
    for orphan in orphans(storage, grace=grace):
        if not is_trial:
            storage.delete(orphan.key)
        found.keys.append(orphan.key)
        found.bytes += orphan.size
    return found


def orphans(storage: Storage, *, grace: timedelta = GRACE) -> Iterator[StoredObject]:
    """Objects with a name of ours that no row names, in a back end or another. Whatever else lies there is not ours."""
    before = now() - grace
    old = (one for one in storage.listing() if one.modified < before and subject_of(one.key) is not None)
    while some := list(islice(old, TOGETHER)):
        subjects = {str(subject_of(one.key)) for one in some}
        with reading():
            named = images.keys_of(subjects) | searches.keys_of(subjects)
        yield from (one for one in some if one.key not in named)


def missing(storage: Storage, *, tell: Tell) -> Iterator[tuple[Kept, str]]:
    """Each image with each of its keys under which this storage holds nothing."""
    for image in everything_kept(storage.name, tell=tell):
        for key in image.keys:
            if not storage.exists(key) and is_named(image.id, key):
                yield image, key


def damaged(storage: Storage, *, tell: Tell) -> Iterator[tuple[Kept, str]]:
    """Each image whose original is not, byte for byte, what was stored, and what is wrong with it."""
    for image in everything_kept(storage.name, tell=tell):
        try:
            if hash_of(storage, image.original_key) != image.sha256:
                yield image, "changed"
        except ObjectMissing:
            if is_named(image.id, image.original_key):
                yield image, "missing"


def is_named(image_id: str, key: str) -> bool:
    """Whether the image still says so: it may have been turned or erased while others were looked at."""
    with reading():
        return key in images.keys_of([image_id])


def hash_of(storage: Storage, key: str) -> str:
    """SHA-256 of what lies there, in hex. Raises ObjectMissing."""
    with storage.open(key) as stream:
        return sha256_of(stream)


def everything_kept(storage_name: str, *, tell: Tell) -> Iterator[Kept]:
    """All images of this back end, whatever their state; tells after each batch how many were given."""
    after, given = "", 0
    while some := _kept(storage_name, after):
        yield from some
        after, given = some[-1].id, given + len(some)
        tell(given)


def _kept(storage_name: str, after: str) -> Sequence[Kept]:
    with reading():
        return images.kept_in(storage_name, after=after, limit=TOGETHER)


def told_nothing(_count: int) -> None: ...
