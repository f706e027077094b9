"""Too many calls of one kind cost their sender, not the others: limits from the table of classes."""

import re

import pytest

from cms.access.rates import LIMITS, Rate
from cms.commands.routes import described
from cms.settings import Settings
from tests.people import Person
from tests.site import Site, open_site
from tests.states import prepared

COSTLY = {
    "GET /tags/<path:key>/feed.atom": "search",
    "GET /search/feed.atom": "search",
    "GET /sitemap.xml": "search",
    "GET /sitemaps/<any('images', 'albums', 'people'):kind>.xml": "search",
    "GET /api/v1/search": "search",
    "GET /api/v1/tags": "search",
    "GET /api/v1/search/suggestions": "suggest",
    "GET /api/v1/places": "suggest",
    "GET /api/v1/saved-searches": "search",
    "GET /api/v1/saved-searches/<saved_id>": "search",
    "GET /api/v1/saved-searches/<saved_id>/images": "search",
    "POST /api/v1/saved-searches/<saved_id>/freeze": "search",
    "GET /api/v1/recommendations": "search",
    "GET /api/v1/recommendations/picks": "search",
    "POST /api/v1/reverse-searches": "likeness",
    "GET /api/v1/images/<image_id>/similar": "similar",
    "GET /api/v1/albums/<album_id>/zip": "archive",
    "POST /api/v1/images/zip": "archive",
    "GET /api/v1/share/<token>/zip": "archive",
    "PUT /api/v1/albums/<album_id>/editors/<name>": "batch edit",
    "POST /api/v1/albums/<album_id>/changes/undo": "batch edit",
    "POST /api/v1/images": "add",
    "POST /api/v1/images/<image_id>/copy": "add",
    "POST /api/v1/uploads": "add",
    "PATCH /api/v1/uploads/<upload_id>": "add",
    "POST /api/v1/share/<token>/images": "add",
    "POST /api/v1/albums/<album_id>/guests/approve": "batch edit",
    "POST /api/v1/albums/<album_id>/guests/refuse": "batch edit",
    "POST /api/v1/images/<image_id>/comments": "comment",
    "POST /api/v1/albums/<album_id>/comments": "comment",
    "GET /api/v1/people": "suggest",
    "POST /api/v1/batch-edits": "batch edit",
    "POST /api/v1/batch-edits/<edit_id>/undo": "batch edit",
    "POST /api/v1/batch-edits/preview": "search",
    "POST /api/v1/imports": "batch edit",
    "PUT /api/v1/projects/<project_id>/members/<name>": "batch edit",
    "GET /api/v1/projects/<project_id>/references": "search",
    "GET /api/v1/projects/<project_id>/board": "archive",
    "POST /api/v1/projects/<project_id>/references/take": "batch edit",
    "POST /api/v1/projects/<project_id>/references/hide": "batch edit",
    "POST /api/v1/projects/<project_id>/references/undo": "batch edit",
    "POST /api/v1/crawls": "crawl",
    "POST /api/v1/crawls/<crawl_id>/candidates/save": "batch edit",
    "POST /api/v1/me/webhooks/<webhook_id>/test": "webhook",
    "POST /api/v1/me/webhooks/<webhook_id>/deliveries/<delivery_id>/replay": "webhook",
    "POST /api/v1/reports": "report",
    "POST /api/v1/takedowns": "report",
    "POST /api/v1/suspensions/<token>/appeals": "report",
    "POST /api/v1/tags/changes": "batch edit",
    "POST /api/v1/tags/changes/<change_id>/undo": "batch edit",
    "POST /api/v1/tags/changes/preview": "search",
}


@pytest.fixture
def tight(settings: Settings) -> Site:
    """A site with a thousandth of what is usual: one search, one change in a minute."""
    return open_site(settings.model_copy(update={"rate_scale": 0.001}))


def test_costly_routes_have_limits_of_their_own_and_every_change_is_counted(site: Site) -> None:
    rates = {f"{' '.join(route['methods'])} {route['rule']}": str(route["rate"]) for route in described(site.app)}  # type: ignore[call-overload]
    assert {route: rates[route] for route in COSTLY} == COSTLY
    assert {route for route, rate in rates.items() if rate == Rate.FREE and not route.startswith("GET ")} == set()
    guesses = {route for route, rate in rates.items() if rate == Rate.GUESS}
    assert guesses == {f"POST /api/v1/session{rest}" for rest in ("", "/passkey", "/passkey/options")}


def test_one_call_too_many_is_told_when_to_come_again_and_other_routes_go_on(tight: Site) -> None:
    alice, carol = tight.person("alice"), tight.person("carol")
    first = alice.get("/search", q="x")
    assert (first.status_code, first.headers["RateLimit-Policy"]) == (200, '"search";q=1;w=60')
    assert re.fullmatch(r'"search";r=0;t=(5\d|60)', first.headers["RateLimit"])
    refused = alice.get("/search", q="y")
    assert (refused.status_code, refused.json["type"]) == (429, "/problems/too-many-requests")
    assert 50 <= int(refused.headers["Retry-After"]) <= 60
    assert alice.get("/search/suggestions", q="x").status_code == 200
    assert alice.get("/images").status_code == 200
    assert carol.get("/search", q="x").status_code == 200


def test_visitors_are_counted_by_their_address_and_not_as_an_account(tight: Site) -> None:
    assert tight.visitor.get("/search", q="x").status_code == 200
    assert tight.visitor.get("/search", q="x").status_code == 429
    assert tight.person("alice").get("/search", q="x").status_code == 200


def test_a_refused_change_is_not_made(tight: Site) -> None:
    alice = tight.person("alice")
    image = prepared(tight, alice)
    assert alice.patch(f"/images/{image}", {"title": "one"}).status_code == 200
    assert alice.patch(f"/images/{image}", {"title": "two"}).status_code == 429
    assert alice.get(f"/images/{image}").json["title"] == "one"


def test_reading_is_counted_by_nobody(site: Site, alice: Person) -> None:
    answer = alice.get("/images")
    assert "RateLimit" not in answer.headers
    assert Rate.FREE not in LIMITS
