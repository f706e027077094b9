"""The same picture at several places of the web is one candidate, the largest of them, with all these places."""

from collections.abc import Sequence

from cms.crawls import queries
from cms.crawls.candidates import Judged
from cms.crawls.models import AddressState, Crawl, CrawlAddress, CrawlPreview
from cms.extensions import db
from cms.images.models import Image
from cms.images.queries import image_by_hash
from cms.media.fingerprint import NEAR_BITS, bits_apart, is_telling

SWAPPED = ("url", "host", "page_url", "told")
OF_BYTES = ("width", "height", "size", "format", "sha256", "fingerprint", "distance")
CHANGEABLE = (AddressState.FOUND, AddressState.DUPLICATE)


def first_of(crawl: Crawl, judged: Judged) -> CrawlAddress | None:
    """What this crawl has found already of the same bytes, or as good as the same picture."""
    marks = queries.marks_of(crawl)
    same = next((one for one in marks if one.sha256 == judged.sha256), None)
    if same is None and is_telling(judged.fingerprint):
        firsts = [(one.fingerprint, one) for one in marks if one.same_as is None and one.fingerprint]
        near = [(bits_apart(mark, judged.fingerprint), one.id, one) for mark, one in firsts]
        same = min((one for one in near if one[0] <= NEAR_BITS), default=(0, "", None))[2]
    return queries.address_now(same.same_as or same.id) if same is not None else None


def own_of(crawl: Crawl, judged: Judged) -> Image | None:
    """The image of the crawl's owner that has these bytes, or is as good as the same picture."""
    same = image_by_hash(crawl.owner_id, judged.sha256)
    return same if same is not None or not judged.owned else queries.own_image(crawl.owner_id, judged.owned)


def join(first: CrawlAddress, address: CrawlAddress, shown: bytes) -> None:
    """Show `address`, which was judged, as another place of the first one; of both the larger is kept."""
    address.state, address.same_as = AddressState.READ, first.id
    if first.state in CHANGEABLE and pixels_of(address) > pixels_of(first):
        for name in (*SWAPPED, *OF_BYTES):
            larger = getattr(address, name)
            setattr(address, name, getattr(first, name))
            setattr(first, name, larger)
        db.session.merge(CrawlPreview(address_id=first.id, shown=shown))


def pixels_of(row: CrawlAddress) -> int:
    return (row.width or 0) * (row.height or 0)


def places_of(rows: Sequence[CrawlAddress]) -> dict[str, list[CrawlAddress]]:
    """Every place of these candidates, their own first, by their ids."""
    places = {row.id: [row] for row in rows}
    for other in queries.copies_of(list(places)):
        places[other.same_as or ""].append(other)
    return places
