"""A page of the web is read, its pictures are judged and shown, and those that are chosen become private images."""

import pytest

from tests.api.test_quota import set_limits
from tests.crawls.crawling import BY, CRAWL, begins, candidates, crawled, saves, told
from tests.crawls.webs import Web
from tests.people import Person
from tests.scenes import scene
from tests.site import Site


@pytest.fixture
def cups(other: Web) -> str:
    """A page with three pictures under one licence."""
    for number in range(3):
        other.holds(f"/{number}.jpg", scene(number), ETag=f'"{number}"')
    return other.shows("/", f"<img src=0.jpg alt='cup 0'><img src=1.jpg alt='cup 1'><img src=2.jpg>{BY}")


def test_every_picture_of_a_page_is_a_candidate_with_its_real_size(site: Site, alice: Person, cups: str) -> None:
    crawl = crawled(site, alice, cups)
    assert (crawl["state"], crawl["waiting"]) == ("done", 0)
    found = [(one["alt"], one["width"], one["height"], one["licence"]) for one in candidates(alice, crawl)]
    assert found == [(alt, 320, 240, "CC-BY-4.0") for alt in ("cup 0", "cup 1", "")]


def test_a_candidate_is_shown_from_here(site: Site, alice: Person, cups: str) -> None:
    [one, *_] = candidates(alice, crawled(site, alice, cups))
    answer = alice.call("GET", one["preview"].removeprefix("/api/v1"))
    assert (answer.mimetype, answer.data[:4]) == ("image/webp", b"RIFF")


def test_what_is_chosen_becomes_a_private_image_with_its_ledger(site: Site, alice: Person, cups: str) -> None:
    crawl = crawled(site, alice, cups)
    [image_id, *others] = saves(site, alice, crawl)
    assert (len(others), told(alice, crawl["id"])["counts"]["saved"]) == (2, 3)
    image = alice.get(f"/images/{image_id}").json
    assert (image["title"], image["licence"], image["effective_privacy"]) == ("cup 0", "CC BY 4.0", "private")
    ledger = alice.get(f"/images/{image_id}/provenance").json
    [source] = ledger["sources"]
    assert (source["page_url"], source["licence"], source["crawl"]) == (cups, "CC-BY-4.0", crawl["id"])
    assert source["validators"] == {"etag": '"0"'}
    assert "creativecommons.org" in source["licence_proof"]["text"]
    assert ledger["chain"] == {"length": 1, "head": source["hash"], "is_whole": True}


def test_crawling_and_saving_again_doubles_nothing_and_asks_for_no_bytes_again(
    site: Site, alice: Person, other: Web, cups: str
) -> None:
    first = saves(site, alice, crawled(site, alice, cups))
    again = crawled(site, alice, cups)
    assert {one["state"] for one in candidates(alice, again)} == {"duplicate"}
    before = len(other.asked)
    assert saves(site, alice, again) == first
    assert len(other.asked) == before
    assert alice.get(f"/images/{first[0]}/provenance").json["chain"]["length"] == 1


def test_the_same_picture_on_two_pages_is_one_image_with_two_sources(site: Site, alice: Person, other: Web) -> None:
    other.holds("/a.jpg", scene(1))
    other.holds("/b.jpg", scene(1))
    pages = [other.shows(f"/{name}", f"<img src={name}.jpg>") for name in "ab"]
    images = [saves(site, alice, crawled(site, alice, page)) for page in pages]
    assert images[0] == images[1]
    ledger = alice.get(f"/images/{images[0][0]}/provenance").json
    assert [one["page_url"] for one in ledger["sources"]] == pages
    assert ledger["chain"]["is_whole"]


def test_the_same_bytes_at_two_addresses_of_a_page_are_one_candidate(site: Site, alice: Person, other: Web) -> None:
    other.holds("/a.jpg", scene(1))
    other.holds("/b.jpg", scene(1))
    crawl = crawled(site, alice, other.shows("/", "<img src=a.jpg><img src=b.jpg>"))
    assert (len(candidates(alice, crawl)), crawl["counts"]["duplicate"]) == (1, 1)


def test_what_is_small_or_no_picture_is_no_candidate(site: Site, alice: Person, other: Web) -> None:
    other.holds("/small.jpg", scene(1, size=(99, 300)))
    other.holds("/words.jpg", b"no picture at all")
    crawl = crawled(site, alice, other.shows("/", "<img src=small.jpg><img src=words.jpg>"))
    assert (candidates(alice, crawl), crawl["counts"]["failed"], crawl["state"]) == ([], 1, "done")


def test_the_smaller_picture_is_taken_where_the_larger_one_is_none(site: Site, alice: Person, other: Web) -> None:
    other.holds("/small.jpg", scene(1))
    other.shows("/large.jpg", "about the picture")
    crawl = crawled(site, alice, other.shows("/", "<a href=large.jpg><img src=small.jpg></a>"))
    assert [one["image_url"] for one in candidates(alice, crawl)] == [f"{other.url}/small.jpg"]


def test_what_a_page_links_to_is_read_as_far_as_was_asked(site: Site, alice: Person, other: Web) -> None:
    for number, page in enumerate(("/", "/two", "/three")):
        other.holds(f"/{number}.jpg", scene(number))
        other.shows(page, f"<img src=/{number}.jpg><a href={['/two', '/three', '/'][number]}>next</a>")
    for depth in range(3):
        found = candidates(alice, crawled(site, alice, f"{other.url}/", depth=depth))
        assert [one["image_url"][-5:] for one in found] == ["0.jpg", "1.jpg", "2.jpg"][: depth + 1]


def test_no_more_pictures_are_looked_for_than_wanted(site: Site, alice: Person, cups: str) -> None:
    assert len(candidates(alice, crawled(site, alice, cups, limit=2))) == 2


def test_an_address_of_a_picture_is_a_page_with_this_picture(site: Site, alice: Person, other: Web) -> None:
    url = other.holds("/a.jpg", scene(1))
    [one] = candidates(alice, crawled(site, alice, url))
    assert (one["image_url"], one["page_url"], one["licence"]) == (url, url, None)


def test_several_addresses_are_looked_at_in_their_order_pages_and_pictures(
    site: Site, alice: Person, other: Web, cups: str
) -> None:
    link = f'<{other.url}/of/5>; rel=up, <https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    picture = other.holds("/5.jpg", scene(5), Link=link)
    crawl = crawled(site, alice, None, urls=[cups, picture, cups])
    assert (crawl["url"], crawl["urls"], crawl["counts"]["pages"]) == (cups, [cups, picture], 2)
    [*of_page, last] = candidates(alice, crawl)
    assert [one["page_url"] for one in (*of_page, last)] == [cups, cups, cups, f"{other.url}/of/5"]
    assert (last["image_url"], last["licence"], last["licence_proof"]["place"]) == (picture, "CC-BY-4.0", "header Link")


def test_a_crawl_rests_goes_on_and_ends_as_it_is_told(site: Site, alice: Person, cups: str) -> None:
    crawl_id = begins(alice, cups)
    for state in ("paused", "running", "paused"):
        assert alice.patch(f"/crawls/{crawl_id}", {"state": state}).status_code == 200
    site.work_off(CRAWL)
    assert told(alice, crawl_id)["counts"]["pages"] == 0
    alice.patch(f"/crawls/{crawl_id}", {"state": "running"})
    site.work_off(CRAWL)
    assert told(alice, crawl_id)["state"] == "done"
    assert alice.patch(f"/crawls/{crawl_id}", {"state": "cancelled"}).status_code == 409


def test_nobody_else_sees_a_crawl(site: Site, alice: Person, cups: str) -> None:
    crawl, bob = crawled(site, alice, cups), site.person("bob")
    [one, *_] = candidates(alice, crawl)
    for path in (f"/crawls/{crawl['id']}", f"/crawls/{crawl['id']}/candidates", one["preview"].removeprefix("/api/v1")):
        assert bob.get(path).status_code == 404
    assert bob.get("/crawls").json["items"] == []


def test_saved_pictures_stand_where_they_were_wanted(site: Site, alice: Person, cups: str) -> None:
    album = alice.post("/albums", {"title": "Cups", "category": "other"}).json["id"]
    saves(site, alice, crawled(site, alice, cups), album=album)
    assert len(alice.get("/images", album=album).json["items"]) == 3


def test_at_most_five_crawls_of_an_account_are_at_work(site: Site, alice: Person) -> None:
    for number in range(5):
        begins(alice, f"https://example.org/{number}")
    answer = alice.post("/crawls", {"kind": "page", "url": "https://example.org/"})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/too-many-crawls")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "example.org", "http://", "https://a b/"])
def test_what_is_no_address_of_the_web_is_not_taken(alice: Person, url: str) -> None:
    assert alice.post("/crawls", {"kind": "page", "url": url}).status_code == 422


def test_a_full_account_keeps_nothing_and_is_told_why(site: Site, alice: Person, cups: str) -> None:
    crawl = crawled(site, alice, cups)
    set_limits(site, alice, bytes=1)
    assert saves(site, alice, crawl) == [None, None, None]
    assert {one["state"] for one in candidates(alice, crawl)} == {"failed"}
    assert told(alice, crawl["id"])["counts"]["failed"] == 3
