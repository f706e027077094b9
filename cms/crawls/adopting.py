"""Candidates of somebody else's crawl in a crawl of one's own, so that they are kept by the same steps as any."""

from collections.abc import Sequence

from cms.access.viewer import Viewer
from cms.accounts.queries import lock_owner
from cms.crawls import queries
from cms.crawls.copies import places_of
from cms.crawls.models import AddressState, Crawl, CrawlAddress, CrawlPreview, CrawlState
from cms.crawls.service import COUNTED, count
from cms.extensions import db, new_id, now

OF_THE_WEB = ("visit", "asked", "asked_sha256", "url", "host", "depth", "hops", "page_url", "told")
AS_JUDGED = ("width", "height", "size", "format", "sha256", "fingerprint")


def adopt(viewer: Viewer, theirs: Crawl, rows: Sequence[CrawlAddress]) -> tuple[Crawl, list[str]]:
    """The viewer's own crawl with these candidates, over from its beginning, and the ids that they have there.

    What has to be checked before: whether the viewer may see that crawl's candidates.
    """
    lock_owner(viewer.id)
    mine = queries.adopted_from(theirs, viewer.id) or _beside(viewer, theirs)
    known = queries.ids_by_mark(mine, [row.asked_sha256 for row in rows])
    new = [row for row in rows if row.asked_sha256 not in known]
    places = places_of(new)
    position, _pages = queries.numbers_of(mine)
    for row in new:
        first = _copy(mine, row, position)
        db.session.add(CrawlPreview(address_id=first.id, shown=queries.preview_shown(row.id)))
        known[row.asked_sha256], position = first.id, position + 1
        for other in places[row.id][1:]:
            place = _copy(mine, other, position)
            place.state, place.same_as, position = AddressState.READ, first.id, position + 1
    count(mine, found=len(new))
    return mine, [known[row.asked_sha256] for row in rows]


def _beside(viewer: Viewer, theirs: Crawl) -> Crawl:
    wish = {**theirs.wish, "of": theirs.id}
    crawl = Crawl(id=new_id(), owner_id=viewer.id, project_id=theirs.project_id, kind=theirs.kind, url=theirs.url)
    crawl.wish, crawl.depth, crawl.most, crawl.state = wish, theirs.depth, theirs.most, CrawlState.DONE
    crawl.counts, crawl.created_at, crawl.finished_at = dict.fromkeys(COUNTED, 0), now(), now()
    db.session.add(crawl)
    db.session.flush()
    return crawl


def _copy(mine: Crawl, row: CrawlAddress, position: int) -> CrawlAddress:
    copy = CrawlAddress(id=new_id(), crawl_id=mine.id, position=position, state=AddressState.FOUND)
    for name in (*OF_THE_WEB, *AS_JUDGED):
        setattr(copy, name, getattr(row, name))
    copy.attempts = 0
    db.session.add(copy)
    db.session.flush()
    return copy
