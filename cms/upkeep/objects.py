"""Bytes beside rows: what no row names any more, what a row names and is not there, what is not as it was stored."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
from cms.uploads import queries as uploads

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
    old = (one for one in storage.listing() if one.modified < before)
    yield from (one for one, is_of_a_row in _looked_up(old) if not is_of_a_row)


def named_objects(storage: Storage) -> Iterator[StoredObject]:
    """Objects that a row names, in the order of keys."""
    yield from (one for one, is_of_a_row in _looked_up(storage.listing()) if is_of_a_row)


def _looked_up(listed: Iterable[StoredObject]) -> Iterator[tuple[StoredObject, bool]]:
    """Those with a name of ours, each with whether a row names it."""
    ours = (one for one in listed if subject_of(one.key) is not None)
    while some := list(islice(ours, TOGETHER)):
        named = _named({one.key for one in some})
        yield from ((one, one.key in named) for one in some)


def _named(keys: Collection[str]) -> set[str]:
    """Those of these keys, and perhaps others, that rows name."""
    subjects = {str(subject_of(key)) for key in keys}
    with reading():
        return images.keys_of(subjects) | searches.keys_of(subjects) | uploads.keys_of(subjects)


def is_one_named(key: str) -> bool:
    """Whether a row names this key now."""
    return key in _named({key})


def missing(storage: Storage, *, tell: Tell) -> Iterator[tuple[Kept, str]]:
    """Each image with each of its keys under which this storage holds nothing."""
    for image in everything_kept(storage.names, tell=tell):
        for key in image.keys:
            if not storage.exists(key) and is_named(image.id, key):
                yield image, key


def damaged(storage: Storage, *, tell: Tell) -> Iterator[tuple[Kept, str]]:
    """Each image whose original is not, byte for byte, what was stored, and what is wrong with it."""
    for image in everything_kept(storage.names, tell=tell):
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


def everything_kept(names: Collection[str], *, tell: Tell) -> Iterator[Kept]:
    """All images of these back ends, whatever their state; tells after each batch how many were given."""
    after, given = "", 0
    while some := _kept(names, after):
        yield from some
        after, given = some[-1].id, given + len(some)
        tell(given)


def _kept(names: Collection[str], after: str) -> Sequence[Kept]:
    with reading():
        return images.kept_in(names, after=after, limit=TOGETHER)


def told_nothing(_count: int) -> None: ...
