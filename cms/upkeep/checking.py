"""Whether rows, bytes, index, counters and work agree, and how what differs is brought in line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from cms.access.audience import ImageState
from cms.accounts import queries as accounts
from cms.backends import Backends
from cms.extensions import now
from cms.images import queries as images
from cms.images.service import recount_usage, render_again
from cms.jobs.names import CLASSIFY_IMAGE, PREPARE_IMAGE
from cms.moderation.log import broken
from cms.search import keeping
from cms.storage.base import Storage
from cms.transaction import reading, writing
from cms.upkeep import objects
from cms.work.queries import those_undone
from cms.work.service import ask

YOUNG = timedelta(seconds=60)
"""What changed so lately is on its way."""

Mend = Callable[[Sequence[str]], None]


@dataclass(frozen=True)
class Finding:
    """One kind of disagreement: whose, and how it is mended. Else `advice` says what a person can do."""

    name: str
    ids: Sequence[str]
    mend: Mend | None = None
    advice: str = ""


def look(backends: Backends) -> Iterator[Finding]:
    """Everything that is compared, one kind after the other, also where nothing is wrong."""
    yield from look_at_index(backends)
    yield from look_at_bytes(backends.storage)
    yield look_at_work()
    yield look_at_counters()
    yield look_at_log()


def look_at_index(backends: Backends) -> Iterator[Finding]:
    drift = keeping.settled(keeping.find_drift(backends.index))

    def mend(ids: Sequence[str]) -> None:
        keeping.follow_all(backends.index, ids)

    yield Finding("index-missing", drift.missing, mend)
    yield Finding("index-stale", drift.stale, mend)
    yield Finding("index-extra", drift.extra, mend)


def look_at_bytes(storage: Storage) -> Iterator[Finding]:
    """What rows name and is not there; what is there and no row names."""
    lost: list[str] = []
    unrendered: list[str] = []
    for image, key in objects.missing(storage, tell=objects.told_nothing):
        (lost if key == image.original_key else unrendered).append(image.id)
    advice = "Put the files back from a backup, or delete these pictures."
    yield Finding("original-missing", lost, advice=advice)
    yield Finding("rendition-missing", [id for id in dict.fromkeys(unrendered) if id not in set(lost)], render_all)
    orphans = [orphan.key for orphan in objects.orphans(storage)]

    def remove(keys: Sequence[str]) -> None:
        for key in keys:
            storage.delete(key)

    yield Finding("object-orphan", orphans, remove)


def render_all(ids: Sequence[str]) -> None:
    for image_id in ids:
        with writing():
            image = images.image_by_id(image_id)
            if image is not None and image.state == ImageState.READY:
                render_again(image)


def look_at_work() -> Finding:
    """Images that are on their way, and nobody will ever go on with them."""
    with reading():
        under_way = dict(images.unfinished(before=now() - YOUNG))
        kinds = (PREPARE_IMAGE.kind, CLASSIFY_IMAGE.kind)
        stuck = under_way.keys() - those_undone(kinds, list(under_way))

    def mend(ids: Sequence[str]) -> None:
        for image_id in ids:
            with writing():
                ask(CLASSIFY_IMAGE if under_way[image_id] == ImageState.READY else PREPARE_IMAGE, image_id)

    return Finding("work-stuck", sorted(stuck), mend)


def look_at_counters() -> Finding:
    """Accounts whose used space is not what their images take."""
    with reading():
        used = images.used_by_owners()
        wrong = [id for id, *counted in accounts.usages() if tuple(counted) != used.get(id, (0, 0))]

    def mend(ids: Sequence[str]) -> None:
        for account_id in ids:
            with writing():
                recount_usage(account_id)

    return Finding("usage-wrong", wrong, mend)


def look_at_log() -> Finding:
    """Lines of the moderators' log that were changed, or behind which one is missing."""
    with reading():
        wrong = broken()
    advice = "Somebody changed the log of moderation behind the site's back: compare it with a backup."
    return Finding("log-broken", wrong, advice=advice)


def mend(findings: Iterable[Finding]) -> None:
    """Bring in line what can be; the rest needs a person."""
    for finding in findings:
        if finding.ids and finding.mend is not None:
            finding.mend(finding.ids)
