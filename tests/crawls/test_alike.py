"""Pictures like one that is here: looked for by words for it, compared with it, the nearest first."""

from collections.abc import Callable

import pytest

from cms.crawls.guessing import KnownOf, guess
from tests.crawls.crawling import CRAWL, begins, candidates, crawled, told
from tests.crawls.webs import Web
from tests.people import Person
from tests.scenes import drawn, encoded, scene
from tests.site import Site
from tests.states import prepared

Stand = Callable[..., None]


@pytest.fixture
def cup(site: Site, alice: Person) -> str:
    """A picture of alice's that looks like the third that Openverse will show."""
    return prepared(site, alice, encoded(drawn(2, size=(640, 480)), quality=70), title="Blue cup")


def like(image: str, **more: object) -> dict[str, object]:
    return {"kind": "similar", "image": image, "sources": ["openverse"], **more}


def test_what_is_like_a_picture_comes_first_with_how_far_it_is(
    site: Site, alice: Person, cup: str, openverse_here: Stand
) -> None:
    openverse_here(a="by", b="by", c="by", d="by")
    crawl = crawled(site, alice, None, **like(cup))
    assert (crawl["state"], crawl["image"], crawl["words"], crawl["query"]) == ("done", cup, ["Blue cup"], None)
    found = candidates(alice, crawl)
    apart = [one["distance"] for one in found]
    assert (found[0]["title"], apart) == ("c", sorted(apart))
    assert apart[0] < 0.1 < apart[1]


def test_pages_of_what_is_alike_follow_each_other(site: Site, alice: Person, cup: str, openverse_here: Stand) -> None:
    openverse_here(a="by", b="by", c="by")
    crawl, seen, cursor = crawled(site, alice, None, **like(cup)), [], None
    for _ in range(3):
        page = alice.get(f"/crawls/{crawl['id']}/candidates", limit=1, cursor=cursor).json
        seen, cursor = seen + page["items"], page["next"]
    assert (seen, cursor) == (candidates(alice, crawl), None)


def test_what_earlier_crawls_have_found_is_looked_at_too(
    site: Site, alice: Person, other: Web, cup: str, openverse_here: Stand
) -> None:
    other.holds("/near.jpg", scene(2))
    page = other.shows("/", "<img src=near.jpg alt='a cup'>")
    crawled(site, alice, page)
    openverse_here()
    [one] = candidates(alice, crawled(site, alice, None, **like(cup)))
    assert (one["page_url"], one["distance"] < 0.1) == (page, True)


def test_only_a_picture_that_one_may_see_is_asked_with(site: Site, alice: Person, bob: Person, cup: str) -> None:
    assert bob.post("/crawls", like(cup)).status_code == 404
    crawl_id = begins(alice, None, **like(cup))
    alice.delete(f"/images/{cup}")
    site.work_off(CRAWL)
    assert (told(alice, crawl_id)["state"], told(alice, crawl_id)["counts"]["pages"]) == ("failed", 0)


def test_a_picture_of_which_nothing_is_known_is_not_asked_for(site: Site, alice: Person) -> None:
    answer = alice.post("/crawls", like(prepared(site, alice)))
    assert (answer.status_code, "Nothing is known" in answer.json["detail"]) == (409, True)


@pytest.mark.parametrize(
    ("known", "queries"),
    [
        (KnownOf([("golden-retriever", ""), ("dog", "")], "Rex at the lake", ["NO  SWIMMING"]), 3),
        (KnownOf(said="IMG_2041.JPG"), []),
        (KnownOf(said="猫 - 2"), ["猫"]),
        (KnownOf([("my-thing", "my thing")], "My thing"), ["my thing"]),
        (KnownOf(said="one two three four five six seven"), ["one two three four five six"]),
    ],
)
def test_few_words_are_guessed(known: KnownOf, queries: list[str] | int) -> None:
    found = guess(known)
    assert (len(found) if isinstance(queries, int) else found) == queries
