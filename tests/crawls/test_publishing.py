"""What is found on the web is made public where its licence lets everybody copy it, else after its owner was asked."""

import pytest

from tests.crawls.crawling import BY, crawled, saves
from tests.crawls.webs import Web
from tests.people import Person
from tests.scenes import scene
from tests.site import Site

PUBLIC = {"privacy": "public"}


@pytest.fixture
def unlicensed(site: Site, alice: Person, other: Web) -> str:
    other.holds("/a.jpg", scene(1))
    return saves(site, alice, crawled(site, alice, other.shows("/", "<img src=a.jpg>")))[0]


def test_nothing_stated_asks_first_and_what_was_answered_stands_beside_the_ledger(
    alice: Person, mod: Person, bob: Person, unlicensed: str
) -> None:
    asked = alice.patch(f"/images/{unlicensed}", PUBLIC)
    assert (asked.status_code, asked.json["type"]) == (409, "/problems/licence-asks")
    assert alice.image(unlicensed)["privacy"] == "private"
    assert alice.patch(f"/images/{unlicensed}", {**PUBLIC, "publish_anyway": True}).status_code == 200
    ledgers = [one.get(f"/images/{unlicensed}/provenance").json for one in (alice, mod, bob)]
    assert [[said["licences"] for said in one["publications"]] for one in ledgers] == [[[None]], [[None]], []]


def test_other_levels_and_other_words_of_its_owner_do_not_change_that(alice: Person, unlicensed: str) -> None:
    assert alice.patch(f"/images/{unlicensed}", {"privacy": "followers", "licence": "CC0"}).status_code == 200
    assert alice.patch(f"/images/{unlicensed}", PUBLIC).status_code == 409


def test_what_everybody_may_copy_is_made_public_without_a_word(site: Site, alice: Person, other: Web) -> None:
    other.holds("/a.jpg", scene(1))
    [found] = saves(site, alice, crawled(site, alice, other.shows("/", f"<figure><img src=a.jpg>{BY}</figure>")))
    assert alice.patch(f"/images/{found}", PUBLIC).status_code == 200
    assert alice.get(f"/images/{found}/provenance").json["publications"] == []


def test_an_edit_of_many_leaves_it_to_the_page_of_the_picture(site: Site, alice: Person, unlicensed: str) -> None:
    answer = alice.post("/batch-edits", {"ids": [unlicensed], "change": PUBLIC})
    site.work_off()
    edit = alice.get(f"/batch-edits/{answer.json['id']}").json
    assert [problem["code"] for problem in edit["problems"]] == ["licence-asks"]
    assert alice.image(unlicensed)["privacy"] == "private"
