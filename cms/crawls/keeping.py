"""A chosen picture becomes an image of whoever began the crawl: by the gates of any upload, with its ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cms.access.audience import Privacy
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.accounts.queries import account_by_id, viewer_of
from cms.albums.queries import album_now
from cms.albums.service import put_image
from cms.collections.queries import collection_by_id
from cms.collections.service import put_in
from cms.crawls import outcomes, queries
from cms.crawls.candidates import Judged
from cms.crawls.frontier import Turn, release
from cms.crawls.models import AddressState, Crawl, CrawlAddress
from cms.crawls.outcomes import held, saved
from cms.crawls.service import count
from cms.errors import not_found
from cms.extensions import db
from cms.images.models import Image
from cms.images.queries import image_by_hash
from cms.images.service import Arrival, add_image
from cms.jobs.names import CRAWL_WEB
from cms.provenance.licences import named
from cms.provenance.service import Finding, note
from cms.storage.base import Storage
from cms.work.service import ask


def save(crawl: Crawl, ids: Sequence[str], *, album_id: str | None, collection_id: str | None) -> Crawl:
    """Have these pictures kept; what is kept or under way already is not asked for again."""
    row = queries.locked(crawl.id)
    if row is None:
        raise not_found()
    for address in queries.candidates_by_ids(row, ids):
        if address.state in (AddressState.SAVING, AddressState.SAVED):
            continue
        if address.state != AddressState.FOUND:
            count(row, found=1, **{str(address.state): -1})
        address.state, address.attempts, address.reason = AddressState.SAVING, 0, None
        address.album_id, address.collection_id = album_id, collection_id
        if keep_known(row, address):
            count(row, saved=1)
    db.session.flush()
    ask(CRAWL_WEB, row.id)
    return row


def keep(
    turn: Turn, arrival: Arrival, *, validators: Mapping[str, str], at: datetime, storage: Storage, pause: float
) -> Crawl | None:
    """Add these bytes, to be called as the first thing of a transaction. Raises Problem where the owner has no room."""
    wanted = held(turn)
    if wanted is None:
        return None
    address = wanted.address
    added = add_image(turn.owner_id, arrival, fields_of(address), storage=storage)
    release(turn.host, pause)
    again = held(turn)
    if again is None:
        return None
    note(added.image.id, finding(again.address, arrival.sha256, validators=validators, at=at))
    note_places(added.image.id, queries.copies_of([again.address.id]))
    place(again.address, added.image)
    return saved(again, added.image.id)


def keep_known(crawl: Crawl, address: CrawlAddress) -> bool:
    """Note where an image that is there was found too; False where its bytes have to come first."""
    image = image_by_hash(crawl.owner_id, address.sha256 or "")
    if image is None or image.is_trashed:
        return False
    note_places(image.id, [address, *queries.copies_of([address.id])])
    place(address, image)
    address.state, address.image_id = AddressState.SAVED, image.id
    return True


def found(turn: Turn, judged: Judged, *, pause: float) -> Crawl | None:
    """A picture was looked at; where it is another place of one that is saved already, the ledger tells that too."""
    crawl, address = outcomes.picture_judged(turn, judged, pause=pause), queries.address_now(turn.address_id)
    first = queries.address_now(address.same_as) if address is not None and address.same_as else None
    if address is not None and first is not None and first.state == AddressState.SAVED and first.image_id:
        note_places(first.image_id, [address])
    return crawl


def note_places(image_id: str, rows: Sequence[CrawlAddress]) -> None:
    """A line of the image's ledger for each of these, with the bytes that were there."""
    for row in rows:
        at, validators = datetime.fromisoformat(row.told["fetched_at"]), row.told.get("validators", {})
        note(image_id, finding(row, row.sha256 or "", validators=validators, at=at))


def fields_of(address: CrawlAddress) -> dict[str, object]:
    """What is known of the picture before anybody looked at it; it is private until it is published."""
    told = address.told
    return {
        "title": str(told.get("title", ""))[:200],
        "alt_text": str(told.get("alt", ""))[:1000],
        "author": str(told.get("author", ""))[:120],
        "licence": named(str(told.get("licence", ""))),
        "source_url": address.page_url if len(address.page_url) <= 500 else "",
        "privacy": Privacy.PRIVATE,
    }


def finding(address: CrawlAddress, bytes_sha256: str, *, validators: Mapping[str, str], at: datetime) -> Finding:
    told: dict[str, Any] = address.told
    return Finding(
        page_url=address.page_url,
        image_url=address.url,
        title=str(told.get("title", ""))[:500],
        author=str(told.get("author", ""))[:200],
        licence=str(told.get("licence", "")),
        proof=told.get("proof"),
        validators=dict(validators),
        bytes_sha256=bytes_sha256,
        fetched_at=at,
        crawl_id=address.crawl_id,
    )


def place(address: CrawlAddress, image: Image) -> None:
    """Put it where it was wanted, as far as that is still its owner's."""
    owner = account_by_id(image.owner_id)
    if owner is None:
        return
    viewer = viewer_of(owner)
    album = album_now(address.album_id) if address.album_id else None
    if album is not None and permits(viewer, Permission.EDIT_ALBUM, album):
        put_image(image, album)
    collection = collection_by_id(address.collection_id) if address.collection_id else None
    if collection is not None and permits(viewer, Permission.EDIT_COLLECTION, collection):
        put_in(viewer, collection, "image", image)
