"""Comments that look like spam are found, told to moderators once an account, and never hidden by that alone."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from cms.accounts.models import Account
from cms.admin.words import words_in
from cms.extensions import db, now
from cms.moderation.spam import MANY_OWNERS, OFTEN, Said, signals
from cms.transaction import writing
from tests.admin.rooms import Room
from tests.api.moderating import case_of, decides, public_picture, queue
from tests.comments.saying import says, texts
from tests.people import Person
from tests.site import Site, Statements

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
BAIT = "Buy my wonderful pills today"
NEARLY_ALIKE = (BAIT, BAIT.upper(), f"{BAIT}!!", BAIT.replace(" ", "  "), "Buy my wonderful ｐills, today 🎉")
LINKS = "https://a.example and http://b.example, www.c.example"


def on(owners: int, text: str = "word") -> list[Said]:
    return [Said(f"{text} {number}", f"owner {number}") for number in range(owners)]


@pytest.mark.parametrize(
    ("said", "age", "found"),
    [
        ([Said(BAIT, "o")] * OFTEN, WEEK, ["repeated"]),
        ([Said(BAIT, "o")] * (OFTEN - 1), WEEK, []),
        ([Said(text, "o") for text in NEARLY_ALIKE], WEEK, ["repeated"]),
        ([Said("Thank you!", "o")] * 9, WEEK, []),
        ([Said("www.a.example", "o")] * OFTEN, WEEK, ["repeated"]),
        ([Said("请大家马上加我的微信领取免费的礼物", "o")] * OFTEN, WEEK, ["repeated"]),
        ([Said(LINKS, "o")], HOUR, ["links"]),
        ([Said(LINKS, "o")], WEEK, []),
        ([Said("https://a.example and http://b.example", "o")], HOUR, []),
        (on(MANY_OWNERS), HOUR, ["burst"]),
        (on(MANY_OWNERS), WEEK, []),
        (on(MANY_OWNERS - 1), HOUR, []),
        ([Said(LINKS, f"o{number}") for number in range(MANY_OWNERS)], HOUR, ["repeated", "links", "burst"]),
        ([], HOUR, []),
    ],
)
def test_signals_are_what_they_are_said_to_be(said: list[Said], age: timedelta, found: list[str]) -> None:
    assert signals(said, age=age) == found


@pytest.fixture
def image(site: Site, alice: Person) -> str:
    return public_picture(site, alice)


@pytest.mark.parametrize("settings", ["sqlite", "mariadb"], indirect=True)
def test_many_signals_of_one_account_are_one_case_and_hide_nothing(
    site: Site, bob: Person, mod: Person, alice: Person, image: str
) -> None:
    first = says(bob, image, LINKS)
    for _ in range(OFTEN):
        says(bob, image, BAIT)
    case = case_of(mod, first, "finding")
    assert (case["reasons"], case["owner"]["name"], len(queue(mod))) == (["spam", "links", "repeated"], "bob", 1)
    assert texts(alice, image) == [LINKS, *[BAIT] * OFTEN]


def test_what_a_moderator_dismissed_is_no_case_again_that_day(bob: Person, mod: Person, image: str) -> None:
    decides(mod, case_of(mod, says(bob, image, LINKS), "finding"), "dismiss")
    says(bob, image, LINKS)
    assert queue(mod) == []


def test_an_edit_is_looked_at_and_what_one_says_on_ones_own_is_not(
    bob: Person, mod: Person, alice: Person, image: str
) -> None:
    says(alice, image, LINKS)
    comment = says(bob, image, "word")
    assert queue(mod) == []
    bob.patch(f"/comments/{comment}", {"text": LINKS})
    assert case_of(mod, comment, "finding")["reasons"] == ["spam", "links"]


def test_a_moderator_reads_it_with_its_signals_in_each_language_and_hides_it(
    site: Site, bob: Person, mod: Person, image: str
) -> None:
    case = case_of(mod, says(bob, image, LINKS), "finding")
    mod.post(f"/moderation/cases/{case['id']}/claim")
    room = Room(site, mod)
    for language in ("en", "zh", "sv"):
        page = room.browser.at("GET", f"/admin/queue/?case={case['id']}", headers={"Accept-Language": language}).text
        assert all(words_in(language)(word) in page for word in ("rule.spam", "rule.links"))
        assert "b.example" in page
    decides(mod, case, "hide")
    assert texts(site.visitor, image) == []


def test_looking_costs_an_ordinary_comment_one_statement(site: Site, bob: Person, image: str) -> None:
    with site.app.app_context(), writing():
        db.session.execute(update(Account).values(created_at=now() - WEEK))
    with site.app.app_context(), Statements(db.engine) as statements:
        says(bob, image, "a lovely shore")
    assert len([one for one in statements if "coalesce(images.owner_id" in one]) == 1
    assert not [one for one in statements if "cases" in one]
