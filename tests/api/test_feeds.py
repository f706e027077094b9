"""Feeds of people, albums, tags and searches: public things alone, in pages, with alternative text and licence."""

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from cms.extensions import db
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared, set_image

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def feed(person: Person, path: str) -> ElementTree.Element:
    answer = person.at("GET", path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml"), answer.text
    return ElementTree.fromstring(answer.data)


def titles(document: ElementTree.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in document.iter(f"{ATOM}entry")]


def links(element: ElementTree.Element) -> dict[str | None, str | None]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


@pytest.fixture
def album(site: Site, alice: Person) -> str:
    """A public album with a public picture and a private one."""
    said = {"alt_text": "Sand <hills>", "licence": LICENCE}
    shown = prepared(site, alice, title="Dune", privacy="public", tags=["sand"], **said)
    hidden = prepared(site, alice, title="Canary", tags=["sand"])
    fields = {"title": "Dunes", "category": "landscape", "privacy": "public", "images": [shown, hidden]}
    album_id = alice.post("/albums", fields).json["id"]
    site.work_off()
    return str(album_id)


PATHS = ("/people/alice/feed.atom", "/albums/ALBUM/feed.atom", "/tags/sand/feed.atom", "/search/feed.atom?q=sand")


@pytest.mark.parametrize("path", PATHS)
def test_a_feed_tells_public_pictures_to_everybody_and_to_their_owner(
    alice: Person, visitor: Person, album: str, path: str
) -> None:
    for person in (visitor, alice):
        assert titles(feed(person, path.replace("ALBUM", album))) == ["Dune"]


def test_an_entry_has_alternative_text_licence_tags_and_where_the_picture_is(visitor: Person, album: str) -> None:
    [entry] = feed(visitor, "/people/alice/feed.atom").iter(f"{ATOM}entry")
    found = links(entry)
    assert (entry.findtext(f"{ATOM}rights"), found["license"]) == (LICENCE, LICENCE)
    assert entry.findtext(f"{MEDIA}content/{MEDIA}description") == "Sand <hills>"
    assert 'alt="Sand &lt;hills&gt;"' in (entry.findtext(f"{ATOM}content") or "")
    assert "sand" in [one.get("term") for one in entry.findall(f"{ATOM}category")]
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Alice"
    page, picture = str(found["alternate"]), str(found["enclosure"])
    assert visitor.page(page.removeprefix("http://localhost")).status_code == 200
    assert visitor.page(picture.removeprefix("http://localhost")).mimetype == "image/webp"


def test_a_feed_goes_on_to_its_end_by_links(site: Site, alice: Person, visitor: Person) -> None:
    for number in range(5):
        prepared(site, alice, title=f"Dune {number}", privacy="public", tags=["sand"])
    site.work_off()
    for path in ("/people/alice/feed.atom", "/tags/sand/feed.atom", "/search/feed.atom?tag=sand"):
        document, seen = feed(visitor, f"{path}{'&' if '?' in path else '?'}limit=2"), []
        first = links(document)["self"]
        while True:
            seen += titles(document)
            found = links(document)
            assert found["first"] == first
            if "next" not in found:
                break
            document = feed(visitor, str(found["next"]).removeprefix("http://localhost"))
        assert seen == [f"Dune {number}" for number in reversed(range(5))], path


def test_what_a_reader_has_already_is_not_sent_again(alice: Person, visitor: Person, album: str) -> None:
    path = f"/albums/{album}/feed.atom"
    first = visitor.at("GET", path)
    tag = {"If-None-Match": first.headers["ETag"]}
    again = visitor.at("GET", path, headers=tag)
    assert (again.status_code, again.data, first.headers["Cache-Control"]) == (304, b"", "private, no-cache")
    alice.patch(f"/images/{alice.ids(f'/albums/{album}/images')[-1]}", {"title": "Cliff"})
    assert visitor.at("GET", path, headers=tag).status_code == 200


def test_the_feed_of_what_is_hidden_is_that_of_what_never_was(alice: Person, carol: Person, visitor: Person) -> None:
    album = alice.post("/albums", {"title": "Canary", "category": "food", "privacy": "followers"}).json["id"]
    never = visitor.at("GET", "/albums/01ARZ3NDEKTSV4RRFFQ69G5FAV/feed.atom")
    for person in (visitor, carol, alice):
        answer = person.at("GET", f"/albums/{album}/feed.atom")
        assert (
            (answer.status_code, answer.json["type"])
            == (never.status_code, never.json["type"])
            == (404, "/problems/not-found")
        )


def test_whoever_is_blocked_finds_nothing_in_feeds(site: Site, alice: Person, carol: Person, album: str) -> None:
    alice.put("/me/blocks/carol")
    assert carol.at("GET", "/people/alice/feed.atom").status_code == 404
    assert carol.at("GET", f"/albums/{album}/feed.atom").status_code == 404
    assert titles(feed(carol, "/tags/sand/feed.atom")) == titles(feed(carol, "/search/feed.atom?q=sand")) == []


def test_text_of_people_cannot_break_a_feed(site: Site, alice: Person, visitor: Person) -> None:
    bait = "]]></title><script>alert(1)</script>&amp;"
    image_id = prepared(site, alice, title=bait, description=bait, privacy="public")
    set_image(site, image_id, author="a\x0bb")
    [entry] = feed(visitor, "/people/alice/feed.atom").iter(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}author/{ATOM}name")) == (bait, "ab")
    assert "<script>" not in (entry.findtext(f"{ATOM}content") or "")


def test_a_picture_that_not_everybody_wants_to_see_is_linked_and_not_shown(
    site: Site, alice: Person, visitor: Person
) -> None:
    set_image(site, prepared(site, alice, title="Dune", privacy="public"), sensitivity="explicit")
    [entry] = feed(visitor, "/people/alice/feed.atom").iter(f"{ATOM}entry")
    assert "<img" not in (entry.findtext(f"{ATOM}content") or "")
    assert "enclosure" not in links(entry)


def test_ones_own_pictures_are_no_feed(alice: Person, visitor: Person, album: str) -> None:
    assert titles(feed(alice, "/search/feed.atom?scope=mine&q=sand")) == ["Dune"]


@pytest.fixture
def statements(site: Site) -> Iterator[Statements]:
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        yield run


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_a_feed_costs_five_statements(visitor: Person, album: str, statements: Statements, path: str) -> None:
    visitor.at("GET", path.replace("ALBUM", album))
    statements.clear()
    assert titles(feed(visitor, path.replace("ALBUM", album))) == ["Dune"]
    assert len(statements) <= 5
