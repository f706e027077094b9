"""Follow, ask, accept, remove, block and mute over HTTP: in force at once, and harmless when done twice."""

from typing import Any

import pytest

from cms.accounts.models import Account
from cms.extensions import db
from cms.transaction import writing
from tests.people import Person
from tests.site import Site
from tests.states import prepared


def put(person: Person, path: str) -> Any:
    return person.call("PUT", path)


def follows(person: Person, name: str = "alice") -> str:
    answer = put(person, f"/people/{name}/follow")
    assert answer.status_code == 200, answer.text
    return str(answer.json["state"])


def lock(site: Site, person: Person, *, locked: bool = True) -> None:
    with site.app.app_context(), writing():
        account = db.session.get(Account, person.id)
        assert account is not None
        account.locked = locked


def names(person: Person, path: str) -> list[str]:
    return [item["name"] for item in person.get(path).json["items"]]


def relation(person: Person, name: str = "alice") -> dict[str, Any]:
    return dict(person.get(f"/people/{name}").json["relation"])


def test_an_open_account_is_followed_at_once_and_once(alice: Person, bob: Person) -> None:
    assert [follows(bob), follows(bob)] == ["following", "following"]
    assert (names(bob, "/people/alice/followers"), names(bob, "/people/bob/following")) == (["bob"], ["alice"])
    assert bob.get("/people/alice").json["counts"]["followers"] == 1
    assert relation(bob)["state"] == "following"
    assert relation(alice, "bob")["follows_you"] is True


def test_a_follower_sees_what_is_for_followers_and_no_longer_afterwards(
    alice: Person, bob: Person, carol: Person, site: Site
) -> None:
    image_id = prepared(site, alice, privacy="followers")
    follows(bob)
    assert (bob.sees(image_id), carol.sees(image_id), site.visitor.sees(image_id)) == (True, False, False)
    assert bob.call("DELETE", "/people/alice/follow").json == {"state": "none"}
    assert not bob.sees(image_id)


def test_a_locked_account_is_asked_first(alice: Person, bob: Person, site: Site) -> None:
    image_id = prepared(site, alice, privacy="followers")
    lock(site, alice)
    assert [follows(bob), follows(bob)] == ["requested", "requested"]
    assert (names(alice, "/me/follow-requests"), names(alice, "/people/alice/followers")) == (["bob"], [])
    assert (relation(bob)["state"], bob.sees(image_id)) == ("requested", False)
    assert put(alice, "/me/follow-requests/bob").status_code == 204
    assert (names(alice, "/me/follow-requests"), bob.sees(image_id)) == ([], True)


def test_only_who_was_asked_can_accept(alice: Person, bob: Person, carol: Person, site: Site) -> None:
    lock(site, alice)
    follows(bob)
    assert [put(person, "/me/follow-requests/bob").status_code for person in (bob, carol)] == [404, 404]
    assert put(bob, "/me/follow-requests/alice").status_code == 404
    assert names(alice, "/people/alice/followers") == []


def test_nobody_is_accepted_who_did_not_ask(alice: Person, bob: Person) -> None:
    assert put(alice, "/me/follow-requests/bob").status_code == 404
    assert names(alice, "/people/alice/followers") == []


def test_a_declined_request_is_gone_and_may_come_again(alice: Person, bob: Person, site: Site) -> None:
    lock(site, alice)
    follows(bob)
    assert [alice.delete("/me/follow-requests/bob").status_code for _ in range(2)] == [204, 204]
    assert (relation(bob)["state"], follows(bob)) == ("none", "requested")


def test_who_asked_may_ask_no_more(alice: Person, bob: Person, site: Site) -> None:
    lock(site, alice)
    follows(bob)
    bob.call("DELETE", "/people/alice/follow")
    assert names(alice, "/me/follow-requests") == []


def test_locking_keeps_those_who_follow(alice: Person, bob: Person, carol: Person, site: Site) -> None:
    follows(bob)
    lock(site, alice)
    assert (follows(bob), follows(carol)) == ("following", "requested")


def test_a_removed_follower_sees_no_more(alice: Person, bob: Person, site: Site) -> None:
    image_id = prepared(site, alice, privacy="followers")
    follows(bob)
    address = bob.image(image_id)["renditions"]["400"].removeprefix("/api/v1")
    assert [alice.delete("/me/followers/bob").status_code for _ in range(2)] == [204, 204]
    assert (bob.sees(image_id), bob.call("GET", address).status_code) == (False, 404)


def test_a_block_ends_everything_both_ways_at_once(alice: Person, bob: Person, site: Site) -> None:
    hers, his = prepared(site, alice, privacy="public"), prepared(site, bob, privacy="public")
    follows(bob)
    follows(alice, "bob")
    address = bob.image(hers)["renditions"]["400"].removeprefix("/api/v1")
    assert put(alice, "/me/blocks/bob").status_code == 204
    assert (bob.sees(hers), bob.call("GET", address).status_code, bob.get("/people/alice").status_code) == (
        False,
        404,
        404,
    )
    assert (alice.sees(his), his in alice.ids(), hers in bob.ids()) == (False, False, False)
    assert (names(alice, "/people/alice/followers"), names(alice, "/people/alice/following")) == ([], [])
    assert site.visitor.sees(hers)


def test_who_blocks_still_finds_the_person_to_take_it_back(alice: Person, bob: Person) -> None:
    put(alice, "/me/blocks/bob")
    assert (names(alice, "/me/blocks"), relation(alice, "bob")["blocking"]) == (["bob"], True)
    assert [alice.delete("/me/blocks/bob").status_code for _ in range(2)] == [204, 204]
    assert (bob.get("/people/alice").status_code, relation(bob)["state"]) == (200, "none")


def test_a_blocked_one_cannot_follow_ask_or_block_back_into_sight(alice: Person, bob: Person) -> None:
    put(alice, "/me/blocks/bob")
    assert put(bob, "/people/alice/follow").status_code == 404
    assert put(alice, "/people/bob/follow").status_code == 409
    assert names(alice, "/people/alice/followers") == []


def test_a_block_answers_like_an_account_that_never_was(alice: Person, bob: Person) -> None:
    put(alice, "/me/blocks/bob")
    for method, path in [
        ("GET", "/people/NAME"),
        ("GET", "/people/NAME/images"),
        ("GET", "/people/NAME/albums"),
        ("GET", "/people/NAME/followers"),
        ("PUT", "/people/NAME/follow"),
        ("DELETE", "/people/NAME/follow"),
        ("PUT", "/me/blocks/NAME"),
        ("DELETE", "/me/blocks/NAME"),
        ("PUT", "/me/mutes/NAME"),
        ("PUT", "/me/follow-requests/NAME"),
        ("DELETE", "/me/followers/NAME"),
    ]:
        blocked, never = (bob.call(method, path.replace("NAME", name)) for name in ("alice", "nobody-here"))
        told = [{**answer.json, "request_id": ""} for answer in (blocked, never)]
        assert (blocked.status_code, told[0]) == (never.status_code, told[1]), path


def test_a_block_hides_the_blocker_from_lists_and_counts(alice: Person, bob: Person, carol: Person) -> None:
    follows(alice, "carol")
    put(alice, "/me/blocks/bob")
    assert (names(bob, "/people/carol/followers"), bob.get("/people/carol").json["counts"]["followers"]) == ([], 0)
    assert names(carol, "/people/carol/followers") == ["alice"]


def test_a_mute_is_kept_and_told_to_nobody_else(alice: Person, bob: Person) -> None:
    assert [put(bob, "/me/mutes/alice").status_code for _ in range(2)] == [204, 204]
    assert (names(bob, "/me/mutes"), relation(bob)["muting"]) == (["alice"], True)
    assert "muting" not in alice.get("/people/alice").text.replace('"muting":false', "")
    assert bob.delete("/me/mutes/alice").status_code == 204
    assert names(bob, "/me/mutes") == []


def test_who_is_muted_is_not_met_on_explore_and_still_found_by_name(alice: Person, bob: Person, site: Site) -> None:
    image_id = prepared(site, alice, privacy="public")
    put(bob, "/me/mutes/alice")
    assert (image_id in bob.ids(), image_id in bob.ids("/people/alice/images"), image_id in alice.ids()) == (
        False,
        True,
        True,
    )


def test_a_request_becomes_a_follow_when_the_account_is_open_again(alice: Person, bob: Person, site: Site) -> None:
    lock(site, alice)
    follows(bob)
    lock(site, alice, locked=False)
    assert (follows(bob), names(alice, "/me/follow-requests")) == ("following", [])


@pytest.mark.parametrize("path", ["/people/alice/follow", "/me/blocks/alice", "/me/mutes/alice"])
def test_nobody_has_ties_with_oneself(alice: Person, path: str) -> None:
    assert put(alice, path).status_code == 422


def test_a_long_list_of_followers_is_read_page_by_page(alice: Person, site: Site) -> None:
    wanted = [f"fan{number}" for number in range(5)]
    for name in wanted:
        follows(site.person(name))
    found, cursor = [], None
    while True:
        page = alice.get("/people/alice/followers", limit=2, **({"cursor": cursor} if cursor else {})).json
        found += [item["name"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == wanted[::-1]


def test_only_the_owner_looks_with_the_eyes_of_others(alice: Person, bob: Person, site: Site) -> None:
    public, followers, private = (prepared(site, alice, privacy=level) for level in ("public", "followers", "private"))
    path = "/people/alice/images"
    assert set(alice.ids(path)) == {public, followers, private}
    assert set(alice.ids(path, **{"as": "follower"})) == {public, followers}
    assert set(alice.ids(path, **{"as": "stranger"})) == {public}
    assert bob.get(path, **{"as": "follower"}).status_code == 403
    counts = [alice.get("/people/alice", **{"as": eyes}).json["counts"]["images"] for eyes in ("stranger", "follower")]
    assert counts == [1, 2]
    assert site.visitor.get("/people/alice", **{"as": "follower"}).status_code == 401


def test_the_picture_of_a_person_is_shown_to_whom_it_may_be_shown(alice: Person, bob: Person, site: Site) -> None:
    image_id = prepared(site, alice, privacy="followers")
    with site.app.app_context(), writing():
        account = db.session.get(Account, alice.id)
        assert account is not None
        account.picture_id = image_id
    assert (bob.get("/people/alice").json["picture"], image_id in bob.get("/people/alice").text) == (None, False)
    follows(bob)
    assert image_id in bob.get("/people/alice").json["picture"]["64"]
