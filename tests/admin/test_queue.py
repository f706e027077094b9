"""The room "Queue": one case after the other, decided by the forms of the page as over the API."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from cms.access.viewer import Role
from cms.admin.words import words_in
from cms.extensions import now
from tests.admin.rooms import Room
from tests.api.moderating import appeals, case_of, public_picture, queue, reported_and_decided, reports
from tests.people import Person
from tests.site import Site

BAIT = '"><img src=x onerror="alert(1)">'


class QueueRoom(Room):
    def sends(self, what: str, *, language: str = "en", token: str | None = None, **fields: Any) -> str:
        """Send a form of the page; the page that follows."""
        form = {"csrf_token": self.token("queue") if token is None else token, **fields}
        return self.browser.client.post(
            f"/admin/queue/{what}/", data=form, follow_redirects=True, headers={"Accept-Language": language}
        ).text

    def case(self, case_id: str) -> str:
        return self.page("queue", case=case_id).text


def words(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def field(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]+)"', page)
    assert found is not None, words(page)
    return found.group(1)


@pytest.fixture
def room(site: Site, mod: Person) -> QueueRoom:
    return QueueRoom(site, mod)


@pytest.fixture
def carol(site: Site) -> Person:
    return site.person("carol")


def test_the_most_pressing_case_is_taken_decided_and_the_next_one_comes_by_itself(
    site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom
) -> None:
    mild, grave = public_picture(site, alice, title="mild"), public_picture(site, alice, title="grave")
    reports(carol, mild, reason="spam")
    reports(carol, grave, reason="violence", text="look at this")
    page = room.sends("next")
    assert ("grave" in page, "look at this" in page) == (True, True)
    assert "/renditions/400" in page
    page = room.sends("decide", case=field(page, "case"), action=["hide", "warn"], rule="violence", reason="Not here.")
    assert "Decided: Hide, Warn." in words(page)
    assert "mild" in page
    assert not carol.sees(grave)
    [told] = alice.get("/me/decisions").json["items"]
    assert (told["actions"], told["rule"], told["reason"]) == (["hide", "warn"], "violence", "Not here.")
    page = room.sends("decide", case=field(page, "case"), action="dismiss")
    assert "Nothing waits here." in page
    assert queue(mod) == []


def test_what_was_decided_a_moment_ago_is_undone_at_once(
    site: Site, alice: Person, carol: Person, room: QueueRoom
) -> None:
    image_id = public_picture(site, alice)
    reports(carol, image_id)
    page = room.sends("decide", case=field(room.sends("next"), "case"), action="hide")
    assert not carol.sees(image_id)
    assert "It is as it was before." in room.sends("undo", decision=field(page, "decision"))
    assert carol.sees(image_id)


def test_several_cases_are_decided_alike_and_each_can_be_undone_by_itself(
    site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom
) -> None:
    images = [public_picture(site, alice) for _ in range(3)]
    for image_id in images:
        reports(carol, image_id)
    cases = [case_of(mod, image_id)["id"] for image_id in images]
    listed = room.page("queue").text
    assert all(f'name="case" value="{case_id}"' in listed for case_id in cases)
    page = room.sends("bulk", case=cases[:2], action="hide", rule="spam", reason="All alike.")
    assert "Decided: 2. Left as they were: 0." in page
    assert [carol.sees(image_id) for image_id in images] == [False, False, True]
    decided = alice.get("/me/decisions").json["items"]
    assert [(one["actions"], one["reason"]) for one in decided] == [(["hide"], "All alike.")] * 2
    room.sends("undo", decision=decided[0]["id"])
    assert sum(carol.sees(image_id) for image_id in images) == 2


def test_of_several_cases_what_another_has_or_what_is_about_oneself_stays(
    site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom
) -> None:
    images = [public_picture(site, owner) for owner in (alice, alice, mod)]
    for image_id in images:
        reports(carol, image_id)
    cases = [case_of(mod, image_id)["id"] for image_id in images]
    site.person("mona", Role.MODERATOR).post(f"/moderation/cases/{cases[1]}/claim")
    page = room.sends("bulk", case=[*cases, "never"], action="hide")
    assert "Decided: 1. Left as they were: 3." in page
    assert [carol.sees(image_id) for image_id in images] == [False, True, True]


def test_nothing_is_decided_where_nothing_was_chosen(site: Site, alice: Person, carol: Person, room: QueueRoom) -> None:
    reports(carol, image_id := public_picture(site, alice))
    assert "Choose cases first." in room.sends("bulk", action="hide")
    assert carol.sees(image_id)


def test_a_case_left_for_later_is_others_to_take_and_comes_back(
    site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom
) -> None:
    first, second = public_picture(site, alice), public_picture(site, alice)
    reports(carol, first, reason="violence")
    reports(carol, second, reason="spam")
    page = room.sends("next")
    page = room.sends("next", after=field(page, "case"))
    assert field(page, "case") == case_of(mod, second)["id"]
    assert case_of(mod, first)["claimed_by"] is None
    assert field(room.sends("next", after=field(page, "case")), "case") == case_of(mod, first)["id"]


def test_nothing_of_the_thing_is_shown_before_the_case_is_taken(
    site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom
) -> None:
    image_id = public_picture(site, alice, title="not yet")
    reports(carol, image_id)
    case_id = case_of(mod, image_id)["id"]
    page = room.case(case_id)
    assert ("not yet" in page, "renditions" in page, 'name="action"' in page) == (False, False, False)
    page = room.sends("take", case=case_id)
    assert ("not yet" in page, 'name="action"' in page) == (True, True)


def test_what_another_has_is_neither_next_nor_decided(
    site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom
) -> None:
    image_id = public_picture(site, alice)
    reports(carol, image_id)
    case_id = case_of(mod, image_id)["id"]
    assert site.person("mona", Role.MODERATOR).post(f"/moderation/cases/{case_id}/claim").status_code == 200
    assert "Nothing waits here" not in room.sends("next")
    assert "mona has it until" in words(room.case(case_id))
    assert "another moderator has the case" in room.sends("decide", case=case_id, action="hide")
    assert carol.sees(image_id)


def test_nobody_is_given_what_is_about_themselves_nor_the_appeal_against_their_own_decision(
    site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom
) -> None:
    own = public_picture(site, mod)
    reports(carol, own)
    _image_id, decision = reported_and_decided(site, alice, mod, "hide")
    appeals(alice, decision)
    room.sends("next")
    assert [case["claimed_by"] for case in queue(mod)] == [None, None]
    assert "This case is about you" in room.case(case_of(mod, own)["id"])


def test_another_moderator_overturns_a_decision_by_the_forms(site: Site, alice: Person, mod: Person) -> None:
    image_id, decision = reported_and_decided(site, alice, mod, "hide")
    appeals(alice, decision)
    other = QueueRoom(site, site.person("mona", Role.MODERATOR))
    page = other.sends("next", kind="appeal")
    assert ("please" in page, 'value="uphold"' in page, 'value="hide"' in page) == (True, True, False)
    other.sends("decide", case=field(page, "case"), action="overturn", reason="Looked again.", kind="appeal")
    assert site.person("carol").sees(image_id)
    assert alice.get("/me/decisions").json["items"][0]["appeal"]["outcome"] == "overturned"


@pytest.mark.parametrize("language", ["en", "zh", "sv"])
def test_what_does_not_go_together_is_refused_in_the_readers_language_and_nothing_typed_is_lost(
    site: Site, alice: Person, carol: Person, room: QueueRoom, language: str
) -> None:
    reports(carol, public_picture(site, alice))
    case_id = field(room.sends("next"), "case")
    page = room.sends("decide", case=case_id, action=["dismiss", "hide"], reason="typed", language=language)
    assert words_in(language)("queue.actions") in page
    assert ">typed</textarea>" in page
    assert words_in(language)("queue.actions") in room.sends("decide", case=case_id, language=language)


@pytest.mark.parametrize(("days", "expected"), [("", 7), ("30", 30), ("nonsense", 7)])
def test_a_person_is_limited_for_as_long_as_chosen(
    site: Site, carol: Person, alice: Person, mod: Person, room: QueueRoom, days: str, expected: int
) -> None:
    reports(carol, "alice", kind="person")
    page = room.sends("next")
    assert ('value="sensitive"' in page, 'value="hide"' in page) == (False, False)
    case_id = field(page, "case")
    room.sends("decide", case=case_id, action="limit", days=days)
    until = datetime.fromisoformat(mod.get(f"/moderation/cases/{case_id}").json["account"]["limited_until"])
    assert (until - now() + timedelta(minutes=5)).days == expected


@pytest.mark.parametrize("what", ["next", "take", "decide", "undo"])
@pytest.mark.parametrize("token", ["", "forged"])
def test_without_the_pages_token_nothing_happens(
    site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom, what: str, token: str
) -> None:
    image_id = public_picture(site, alice)
    reports(carol, image_id)
    room.sends(what, token=token, case=case_of(mod, image_id)["id"], action="hide")
    assert carol.sees(image_id)
    assert case_of(mod, image_id)["claimed_by"] is None


def test_what_people_write_does_nothing(site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom) -> None:
    alice.patch("/me", {"display_name": BAIT})
    image_id = public_picture(site, alice, title=BAIT, description=BAIT)
    reports(carol, image_id, text=BAIT)
    page = room.sends("next")
    page += room.sends("decide", case=field(page, "case"), action="hide", reason=BAIT, rule=BAIT)
    page += room.page("queue", state="closed").text + room.page("log").text
    page += room.case(queue(mod, state="closed")[0]["id"])
    assert "<img src=x" not in page
    assert page.count("&lt;img src=x") > 5


@pytest.mark.parametrize("language", ["en", "zh", "sv"])
def test_every_word_is_of_the_readers_language(
    site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom, language: str
) -> None:
    reports(carol, public_picture(site, alice, title="0"))
    room.sends("next")
    case_id = queue(mod)[0]["id"]
    say = words_in(language)
    heads = {"Accept-Language": language}
    text = words(room.browser.at("GET", f"/admin/queue/?case={case_id}", headers=heads).text)
    for key in (
        "admin_queue",
        "case.report",
        "action.hide",
        "action.dismiss",
        "rule.spam",
        "decide",
        "skip",
        "history",
    ):
        assert say(key) in text
    log = words(room.browser.at("GET", "/admin/log/", headers=heads).text)
    assert say("log.look") in log
    assert say("export log") in log


def test_closed_cases_are_looked_at_and_undone_later(
    site: Site, alice: Person, carol: Person, mod: Person, room: QueueRoom
) -> None:
    image_id, _decision = reported_and_decided(site, alice, mod, "hide")
    page = room.page("queue", state="closed").text
    found = re.search(r"case=(\w{26})", page)
    assert found is not None
    room.sends("undo", decision=field(room.case(found.group(1)), "decision"))
    assert carol.sees(image_id)


@pytest.mark.parametrize("case_id", ["0" * 26, "x", "' OR 1=1", "\x00"])
def test_a_case_that_is_not_there_leads_back_to_the_list(room: QueueRoom, case_id: str) -> None:
    assert "This is not there any more." in room.sends("take", case=case_id)
    assert "This is not there any more." in room.sends("decide", case=case_id, action="hide")


def test_the_log_is_read_and_taken_away(site: Site, alice: Person, mod: Person, room: QueueRoom) -> None:
    reported_and_decided(site, alice, mod, "hide")
    page = room.page("log").text
    assert "decided" in words(page)
    assert 'href="/api/v1/moderation/log.jsonl"' in page
    assert room.browser.page("/api/v1/moderation/log.jsonl").status_code == 200
    assert "This cannot be taken as it is." in room.page("log", cursor="nonsense").text
