"""The sitemap: every page that everybody may see, in files that each begin at an id, and no other page."""

import re

import pytest

from cms.extensions import db, new_id
from cms.images.models import Image
from cms.syndication import queries
from cms.transaction import writing
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared


def places(person: Person, path: str) -> list[str]:
    answer = person.at("GET", path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml"), answer.text
    found: list[str] = re.findall(r"<loc>http://localhost([^<]*)</loc>", answer.text)
    return found


def pages(person: Person) -> list[str]:
    return [page for file in places(person, "/sitemap.xml") for page in places(person, file)]


def test_public_pages_are_named_and_no_others(site: Site, alice: Person, bob: Person, visitor: Person) -> None:
    shown = prepared(site, alice, privacy="public")
    prepared(site, alice, privacy="followers")
    prepared(site, bob)
    album = alice.post("/albums", {"title": "x", "category": "food", "privacy": "public"}).json["id"]
    alice.post("/albums", {"title": "y", "category": "food"})
    assert pages(visitor) == [f"/images/{shown}", f"/albums/{album}", "/people/alice"]
    assert pages(alice) == pages(visitor)
    for page in pages(visitor):
        assert visitor.page(page).status_code == 200


def test_a_site_that_shows_nothing_has_an_empty_one(site: Site, alice: Person, visitor: Person) -> None:
    prepared(site, alice)
    assert places(visitor, "/sitemap.xml") == []
    assert visitor.at("GET", "/sitemaps/images.xml").status_code == 404


@pytest.fixture
def many(site: Site, alice: Person) -> list[str]:
    """Ids of more pictures than stand in one file, every other of them private."""
    with site.app.app_context(), writing():
        first = db.session.get(Image, alice.adds(privacy="public"))
        own = {column.key: getattr(first, column.key) for column in Image.__table__.columns}
        rows = [
            dict(own, id=new_id(), sha256=f"{n:064x}", state="ready", review="passed", effective_privacy=privacy)
            for n in range(35)
            for privacy in (["public", "private"][n % 2],)
        ]
        db.session.execute(db.insert(Image), rows)
    return sorted(str(row["id"]) for row in rows if row["effective_privacy"] == "public")


@pytest.mark.parametrize("in_one", [1, 6, 17, 18, 100])
def test_each_page_stands_in_exactly_one_file(
    many: list[str], visitor: Person, monkeypatch: pytest.MonkeyPatch, in_one: int
) -> None:
    monkeypatch.setattr(queries, "IN_ONE_SITEMAP", in_one)
    files = [file for file in places(visitor, "/sitemap.xml") if "images" in file]
    assert len(files) == -(-len(many) // in_one)
    assert [page for file in files for page in places(visitor, file)] == [f"/images/{one}" for one in many]


def test_the_list_of_files_costs_a_statement_for_each_kind_however_many_there_are(
    site: Site, many: list[str], visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "IN_ONE_SITEMAP", 2)
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as statements:
        assert len(places(visitor, "/sitemap.xml")) > 5
    assert len(statements) == 3


def test_a_sitemap_that_a_program_has_already_is_not_sent_again(many: list[str], visitor: Person) -> None:
    first = visitor.at("GET", "/sitemaps/images.xml")
    again = visitor.at("GET", "/sitemaps/images.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_robots_are_told_where_it_is(visitor: Person) -> None:
    answer = visitor.at("GET", "/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Sitemap: http://localhost/sitemap.xml" in answer.text
    assert "Disallow: /me/" in answer.text
