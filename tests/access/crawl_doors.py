"""Who gets in at the doors of crawls, in the form of `roles.ROUTES`: one's own, but ledgers go with their pictures."""

from cms.crawls.candidates import mark_of
from cms.crawls.models import AddressState, CrawlAddress, CrawlPreview, Visit
from cms.extensions import db, new_id
from cms.transaction import writing
from tests.access.fates import MEMBERS, OWN, SHOWN
from tests.people import Person
from tests.site import Site

CRAWL_DOORS = {
    "POST /api/v1/crawls": MEMBERS,
    "GET /api/v1/crawls": MEMBERS,
    "GET /api/v1/crawls/sources": MEMBERS,
    "GET /api/v1/crawls/<crawl_id>": OWN,
    "PATCH /api/v1/crawls/<crawl_id>": OWN,
    "GET /api/v1/crawls/<crawl_id>/candidates": OWN,
    "GET /api/v1/crawls/<crawl_id>/candidates/<candidate_id>/preview": OWN,
    "POST /api/v1/crawls/<crawl_id>/candidates/save": OWN,
    "GET /api/v1/images/<image_id>/provenance": SHOWN,
    "GET /api/v1/images/<image_id>/provenance/export": SHOWN,
    "GET /api/v1/albums/<album_id>/provenance/export": SHOWN,
}


def fresh_crawl(owner: Person) -> str:
    """The only one of theirs that is not over: there is an end to them."""
    for one in owner.get("/crawls").json["items"]:
        owner.patch(f"/crawls/{one['id']}", {"state": "cancelled"})
    answer = owner.post("/crawls", {"kind": "page", "url": "https://example.org/"})
    assert answer.status_code == 202, answer.text
    return str(answer.json["id"])


def fresh_candidate(site: Site, owner: Person) -> str:
    """Found by their newest crawl, which stands before it in the address."""
    crawl_id, candidate_id = owner.get("/crawls").json["items"][0]["id"], new_id()
    url = f"https://example.org/{candidate_id}.jpg"
    found = {"sha256": "0" * 64, "width": 200, "height": 200, "size": 1, "format": "jpeg", "told": {}}
    with site.app.app_context(), writing():
        row = CrawlAddress(id=candidate_id, crawl_id=crawl_id, position=1, visit=Visit.PICTURE, asked=url, **found)
        row.state, row.asked_sha256, row.url, row.host = (
            AddressState.FOUND,
            mark_of(Visit.PICTURE, url),
            url,
            "example.org",
        )
        db.session.add(row)
        db.session.flush()
        db.session.add(CrawlPreview(address_id=candidate_id, shown=b"RIFF"))
    return candidate_id
