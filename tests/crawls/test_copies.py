"""The same picture at several places, kept anew or smaller there, is one candidate with all of them as sources."""

import pytest

from tests.crawls.crawling import candidates, crawled, saves
from tests.crawls.webs import Web
from tests.people import Person
from tests.scenes import drawn, encoded, scene
from tests.site import Site
from tests.states import prepared

LARGE = (640, 480)


@pytest.fixture
def three(other: Web) -> str:
    """A page with one picture three times: small, large, and the small bytes again; and another one."""
    other.holds("/small.jpg", scene(1))
    other.holds("/large.jpg", encoded(drawn(1, size=LARGE), quality=40))
    other.holds("/again.jpg", scene(1))
    other.holds("/other.jpg", scene(2))
    names = ("small", "large", "again", "other")
    return other.shows("/", "".join(f"<img src={name}.jpg alt={name}>" for name in names))


def test_near_copies_are_one_candidate_the_largest_with_every_source(site: Site, alice: Person, three: str) -> None:
    crawl = crawled(site, alice, three)
    first, second = candidates(alice, crawl)
    assert [(one["alt"], one["width"]) for one in (first, second)] == [("large", 640), ("other", 320)]
    assert [one["image_url"].rsplit("/", 1)[1] for one in first["sources"]] == ["large.jpg", "small.jpg", "again.jpg"]
    assert (crawl["counts"]["found"], crawl["counts"]["duplicate"]) == (2, 2)


def test_what_is_shown_and_kept_is_the_largest_and_its_ledger_names_all_places(
    site: Site, alice: Person, three: str
) -> None:
    [image, _] = saves(site, alice, crawled(site, alice, three))
    assert alice.image(image)["width"] == 640
    ledger = alice.get(f"/images/{image}/provenance").json
    assert [one["image_url"].rsplit("/", 1)[1] for one in ledger["sources"]] == ["large.jpg", "small.jpg", "again.jpg"]
    assert ledger["chain"]["is_whole"]
    assert len({one["bytes_sha256"] for one in ledger["sources"]}) == 2


def test_a_near_copy_of_what_one_has_is_marked(site: Site, alice: Person, other: Web) -> None:
    mine = prepared(site, alice, encoded(drawn(1, size=LARGE), quality=60))
    other.holds("/a.jpg", scene(1))
    other.holds("/b.jpg", scene(2))
    page = other.shows("/", "<img src=a.jpg><img src=b.jpg>")
    found = candidates(alice, crawled(site, alice, page))
    assert [(one["state"], one["image"]) for one in found] == [("duplicate", mine), ("found", None)]
    bob = site.person("bob")
    assert [one["state"] for one in candidates(bob, crawled(site, bob, page))] == ["found", "found"]


def test_of_copies_made_in_many_ways_hardly_any_is_left_over(site: Site, alice: Person, other: Web) -> None:
    names = []
    for number in range(6):
        for size, quality in (((320, 240), 90), ((200, 150), 80), (LARGE, 30), ((400, 300), 50)):
            names.append(f"{number}-{size[0]}.jpg")
            other.holds(f"/{names[-1]}", encoded(drawn(number, size=size), quality=quality))
    crawl = crawled(site, alice, other.shows("/", "".join(f"<img src={name}>" for name in names)))
    assert [len(one["sources"]) for one in candidates(alice, crawl)] == [4] * 6
