"""Whose account is suspended reads why and appeals without a login, by the letter or by a refused login alone."""

import re
import time
from typing import Any

import pytest

from cms.access.viewer import Role
from cms.accounts.signing import LASTS, appeal_token
from tests.admin.rooms import Room
from tests.api.moderating import case_of, decides, reported_and_decided, undoes
from tests.people import Person
from tests.site import PASSWORD, Site


def token_in(text: str) -> str:
    [found] = re.findall(r"/suspended/([\w-]+)", text)
    return str(found)


def suspension_of(site: Site, name: str) -> str:
    """The word that a refused login gives."""
    refused = site.page.logs_in(name, PASSWORD)
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/suspended"), refused.text
    return token_in(refused.json["page"])


def appeals_by(site: Site, token: str, decision: str, *, status: int = 201) -> Any:
    answer = site.visitor.post(f"/suspensions/{token}/appeals", {"decision": decision, "text": "It was not me."})
    assert answer.status_code == status, answer.text
    return answer.json


def test_the_refused_login_and_the_letter_lead_to_rule_reason_and_end(site: Site, alice: Person, mod: Person) -> None:
    until = "2031-01-01T00:00:00Z"
    _, decision = reported_and_decided(site, alice, mod, "suspend", rule="spam", until=until)
    [letter] = site.letters("alice@example.org")
    for token in (suspension_of(site, "alice"), token_in(letter.get_content())):
        shown = site.visitor.get(f"/suspensions/{token}").json
        [told] = shown["decisions"]
        assert (shown["is_suspended"], shown["until"]) == (True, told["until"])
        assert (told["id"], told["rule"], told["reason"]) == (decision["id"], "spam", "r")
        assert (told["until"][:10], told["can"], bool(told["appeal_until"])) == ("2031-01-01", {"appeal": True}, True)


def test_it_appeals_once_and_another_moderator_opens_it_again(site: Site, alice: Person, mod: Person) -> None:
    image_id, decision = reported_and_decided(site, alice, mod, "suspend")
    token, other = suspension_of(site, "alice"), site.person("mats", Role.MODERATOR)
    assert appeals_by(site, token, decision["id"])["state"] == "open"
    appeals_by(site, token, decision["id"], status=409)
    decides(mod, case_of(mod, image_id, "appeal"), "uphold", status=409)
    [told] = site.visitor.get(f"/suspensions/{token}").json["decisions"]
    assert (told["appeal"]["state"], told["can"]["appeal"]) == ("open", False)
    decides(other, case_of(other, image_id, "appeal"), "overturn")
    assert site.visitor.get(f"/suspensions/{token}").json == {"is_suspended": False, "until": None, "decisions": []}
    site.logged_in("alice")
    assert [one["subject"] for one in alice.get("/me/decisions").json["items"]] == [told["subject"]]


def test_an_answer_that_leaves_it_suspended_is_written_to_it(site: Site, alice: Person, mod: Person) -> None:
    image_id, decision = reported_and_decided(site, alice, mod, "suspend")
    appeals_by(site, suspension_of(site, "alice"), decision["id"])
    other = site.person("mats", Role.MODERATOR)
    decides(other, case_of(other, image_id, "appeal"), "uphold")
    answered = site.letters("alice@example.org")[-1]
    assert "was answered" in answered["Subject"]
    [told] = site.visitor.get(f"/suspensions/{token_in(answered.get_content())}").json["decisions"]
    assert (told["appeal"]["outcome"], told["appeal"]["answer"]) == ("upheld", "r")


def test_what_was_decided_on_its_things_before_is_appealed_too_but_nothing_of_others(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    _, hidden = reported_and_decided(site, alice, mod, "hide")
    _, of_bob = reported_and_decided(site, bob, mod, "hide")
    _, noted = reported_and_decided(site, alice, mod, "note")
    reported_and_decided(site, alice, mod, "suspend")
    token = suspension_of(site, "alice")
    for foreign in (of_bob["id"], noted["id"], "0" * 26):
        appeals_by(site, token, foreign, status=404)
    assert appeals_by(site, token, hidden["id"])


def test_a_suspension_by_the_button_of_the_admin_is_appealed_and_undone_too(
    site: Site, alice: Person, mod: Person
) -> None:
    room = Room(site, mod)
    room.press("accounts", "suspend", alice.id)
    token = suspension_of(site, "alice")
    [told] = site.visitor.get(f"/suspensions/{token}").json["decisions"]
    assert (told["actions"], told["subject"]["kind"]) == (["suspend"], "person")
    appeals_by(site, token, told["id"])
    undoes(mod, told)
    assert alice.get("/me").status_code == 200


def test_a_word_that_is_forged_over_or_of_somebody_else_is_as_one_that_never_was(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    _, decision = reported_and_decided(site, alice, mod, "suspend")
    key, token = site.app.extensions["settings"].secret, suspension_of(site, "alice")
    over = appeal_token(alice.id, key=key, since=time.time() - LASTS.total_seconds() - 5)
    other_key = appeal_token(alice.id, key="x" * 40, since=time.time())
    of_bob, longer = bob.id + token[26:], token[:26] + "ffffffff" + token[34:]
    told = set()
    for word in (over, other_key, of_bob, longer, token[:-1], "never-given", "å" * 77):
        for answer in (
            site.visitor.get(f"/suspensions/{word}"),
            site.visitor.call("POST", f"/suspensions/{word}/appeals", json={"decision": decision["id"], "text": "x"}),
        ):
            told.add((answer.status_code, answer.json["type"], answer.json["detail"]))
    assert len(told) == 1
    assert next(iter(told))[0] == 404


@pytest.mark.parametrize("path", ["/me", "/me/decisions", "/images"])
def test_the_word_opens_nothing_else(site: Site, alice: Person, mod: Person, path: str) -> None:
    reported_and_decided(site, alice, mod, "suspend")
    token = suspension_of(site, "alice")
    headers = {"Authorization": f"Bearer {token}"}
    assert site.visitor.call("GET", path, headers=headers).status_code == 401
    assert site.visitor.post(f"/password-recovery/{token}", {"password": "another long one"}).status_code == 404
