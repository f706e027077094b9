"""What saved searches cost: SQL however many there are, and questions to the index for those that are followed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from cms.extensions import db, new_id
from cms.images.models import Image
from cms.saved_searches.models import SavedSearch
from cms.saved_searches.queries import MOST_ON_A_PAGE
from cms.search import keeping
from cms.transaction import writing
from tests.people import Person
from tests.saved import PATH
from tests.site import Site, Statements
from tests.states import prepared

QUERIES = ("q=dog", "tag=a&scope=mine", "q=dog+NOT+cat&sort=oldest", "album=ALBUM", "q=alice+OR+x&colour=red")


class Asked:
    """The site's own index, with a count of what it is asked to find."""

    def __init__(self, index: Any) -> None:
        self.index, self.questions = index, 0

    def __getattr__(self, name: str) -> Any:
        self.questions += name == "find"
        return getattr(self.index, name)


@pytest.fixture
def asked(site: Site) -> Asked:
    backends = site.app.extensions["backends"]
    counted = Asked(backends.index)
    site.app.extensions["backends"] = replace(backends, index=counted)
    return counted


@pytest.fixture
def statements(site: Site) -> Iterator[Statements]:
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        yield run


@pytest.fixture
def many(site: Site, alice: Person, bob: Person) -> list[str]:
    """The ids of two hundred of bob's saved searches, every other one followed, with things to find."""
    bob.call("PUT", "/people/alice/follow")
    prepared(site, alice, title="dog", privacy="public", tags="a")
    album = alice.post("/albums", {"title": "x", "category": "other", "privacy": "public"}).json["id"]
    site.work_off()
    with site.app.app_context(), writing():
        rows = [
            SavedSearch(
                owner_id=bob.id,
                name=str(number),
                query=QUERIES[number % len(QUERIES)].replace("ALBUM", album),
                follow=number % 2 == 0,
            )
            for number in range(200)
        ]
        db.session.add_all(rows)
        db.session.flush()
        return sorted(row.id for row in rows)


def test_a_page_costs_five_statements_and_one_question_for_each_that_is_followed(
    many: list[str], bob: Person, statements: Statements, asked: Asked
) -> None:
    seen, cursor = [], {}
    while cursor is not None:
        statements.clear()
        asked.questions = 0
        page = bob.get(PATH, limit=100, **cursor).json
        seen += [item["id"] for item in page["items"]]
        assert len(statements) <= 5, statements
        assert asked.questions == sum(item["follow"] for item in page["items"])
        assert len(page["items"]) <= MOST_ON_A_PAGE == 30
        cursor = {"cursor": page["next"]} if page["next"] else None
    assert sorted(seen) == many


def test_one_that_is_not_followed_asks_nothing_of_a_list(
    many: list[str], bob: Person, site: Site, asked: Asked
) -> None:
    with site.app.app_context(), writing():
        db.session.query(SavedSearch).update({"follow": False})
    assert len(bob.get(PATH).json["items"]) == 30
    assert asked.questions == 0


def test_freezing_costs_the_same_however_many_pictures_there_are(
    site: Site, alice: Person, statements: Statements
) -> None:
    with site.app.app_context(), writing():
        first = db.session.get(Image, prepared(site, alice, title="dog"))
        own = {column.key: getattr(first, column.key) for column in Image.__table__.columns}
        db.session.execute(db.insert(Image), [dict(own, id=new_id(), sha256=f"{n:064x}") for n in range(300)])
    with site.app.app_context():
        keeping.rebuild(site.app.extensions["backends"].index)
    site.work_off()
    search_id = alice.post(PATH, {"name": "Dogs", "query": "q=dog"}).json["id"]
    statements.clear()
    album = alice.post(f"{PATH}/{search_id}/freeze", {"title": "x"}).json
    assert album["counts"]["images"] == 301
    assert len(statements) <= 25, statements


@pytest.mark.parametrize("place", range(len(QUERIES)))
def test_one_costs_five_statements_and_two_questions(
    many: list[str], bob: Person, statements: Statements, asked: Asked, place: int
) -> None:
    for search_id in many[place :: len(QUERIES)][:2]:
        statements.clear()
        asked.questions = 0
        assert bob.get(f"{PATH}/{search_id}").status_code == 200
        assert len(statements) <= 6, statements
        assert asked.questions <= 2


@pytest.mark.parametrize("place", range(len(QUERIES)))
def test_a_page_of_its_pictures_costs_what_a_page_of_a_search_does(
    many: list[str], bob: Person, statements: Statements, asked: Asked, place: int
) -> None:
    statements.clear()
    assert bob.get(f"{PATH}/{many[place]}/images").status_code == 200
    assert len(statements) <= 6, statements
    assert asked.questions == 1
