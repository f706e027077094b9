"""Whom, what and which tags somebody follows, and what they search for, tells their taste too, as far as they want."""

from typing import Any

import pytest

from cms.extensions import db
from cms.recommendations.models import Interest
from cms.transaction import reading
from tests.api.test_recommendations import recommended, shown
from tests.factories import picture
from tests.people import Person
from tests.site import Site, Statements


@pytest.fixture
def bob(site: Site) -> Person:
    return site.person("bob", understanding=False)


@pytest.fixture
def potter(site: Site) -> Person:
    """Has two pictures of cups and one of a tree, whose owner has more of them."""
    potter, forester = site.person("potter", understanding=False), site.person("forester", understanding=False)
    for number in range(2):
        shown(site, potter, number, tags="cup")
    for number in range(10, 13):
        shown(site, forester, number, tags="tree")
    return potter


def tastes(person: Person) -> list[str]:
    return [str(one["key"]) for one in person.get("/me/tastes").json["tastes"]]


def searches(person: Person, q: str, **more: str) -> list[Any]:
    """What is found. Once the answer is closed, as it is when it was sent, the search is noted."""
    with person.get("/search", q=q, **more) as answer:
        found: list[Any] = answer.json["items"]
    return found


def test_a_followed_tag_counts_as_long_as_it_is_followed(bob: Person, potter: Person) -> None:
    bob.put("/tags/tree/follow")
    assert recommended(bob)[0]["reasons"] == [{"kind": "tag", "text": "tree", "ref": "tree"}]
    bob.delete("/tags/tree/follow")
    assert tastes(bob) == []


def test_the_newest_pictures_of_whom_one_follows_tell_what_one_likes(bob: Person, potter: Person) -> None:
    bob.put("/people/potter/follow")
    assert tastes(bob) == ["cup"]
    bob.delete("/people/potter/follow")
    assert tastes(bob) == []


def test_an_album_tells_what_one_likes_by_what_everyone_may_see(site: Site, bob: Person, potter: Person) -> None:
    album = potter.post("/albums", {"title": "x", "category": "food", "privacy": "public"}).json["id"]
    shown(site, potter, 20, tags="bowl", album=album)
    potter.adds(picture(number=21), tags="secret", album=album, privacy="private")
    bob.put(f"/albums/{album}/follow")
    assert tastes(bob) == ["bowl"]
    bob.delete(f"/albums/{album}/follow")
    assert tastes(bob) == []


def test_a_search_tells_the_labels_that_its_words_mean_and_nothing_else(site: Site, bob: Person) -> None:
    for words in ("a cup", "red cup", "cup xyzzy", "xyzzy"):
        searches(bob, words)
    with site.app.app_context(), reading():
        assert [(row.key, row.deed) for row in db.session.scalars(db.select(Interest))] == [("cup", "search")]


def test_looking_on_or_among_ones_own_is_no_search(site: Site, bob: Person, potter: Person) -> None:
    site.work_off("index-image")
    cursor = site.visitor.get("/search", q="cup", limit="1").json["next"]
    assert searches(bob, "cup", limit="1", cursor=cursor) != []
    searches(bob, "cup", scope="mine")
    assert tastes(bob) == []


@pytest.mark.parametrize("change", [{"on": False}, {"records": {"follow": False, "search": False}}])
def test_nothing_is_recorded_where_it_is_not_wanted(bob: Person, potter: Person, change: dict[str, object]) -> None:
    bob.patch("/me/tastes", change)
    bob.put("/tags/tree/follow")
    bob.put("/people/potter/follow")
    searches(bob, "cup")
    bob.patch("/me/tastes", {"on": True})
    assert tastes(bob) == []


def test_what_was_wished_is_wiped_by_kind_and_altogether(bob: Person) -> None:
    bob.put("/tags/tree/follow")
    searches(bob, "cup")
    bob.patch("/me/tastes", {"records": {"search": False}})
    assert tastes(bob) == ["tree"]
    assert bob.delete("/me/tastes").status_code == 204
    assert tastes(bob) == []


def test_a_search_costs_one_statement_more_and_a_visitors_none(site: Site, bob: Person) -> None:
    with site.app.app_context():
        engine = db.engine
    for person, most in ((bob, 1), (site.visitor, 0)):
        searches(person, "cup")
        counts = []
        for words in ("xyzzy", "cup"):
            with Statements(engine) as run:
                searches(person, words)
            counts.append(len(run))
        assert counts[1] - counts[0] <= most
