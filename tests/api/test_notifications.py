"""What accounts are told: once, together, read on every device, and never of what they may not see now."""

import json
from datetime import timedelta
from typing import Any

import pytest

from cms.events import ImageErased, Occurred, announce
from cms.extensions import db, now
from cms.notifications.models import Notification
from cms.transaction import writing
from tests.api.test_events import events_of, listening
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared
from workers.schedule import sweep


def happens(site: Site, occasion: Any, to: Person, by: Person | None, kind: Any, what: str, detail: str = "") -> None:
    with site.app.app_context(), writing():
        announce(Occurred(occasion, to.id, by.id if by else None, kind, what, detail))


def says(person: Person, image_id: str, text: str, **fields: str) -> str:
    """A comment; its id."""
    answer = person.post(f"/images/{image_id}/comments", {"text": text, **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def told(person: Person, **query: Any) -> list[dict[str, Any]]:
    answer = person.get("/notifications", **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = json.loads(answer.data)["items"]
    return found


def unread(person: Person) -> int:
    return int(person.get("/notifications").json["unread"])


def test_a_new_follower_is_told_of_with_name(alice: Person, bob: Person) -> None:
    bob.put("/people/alice/follow")
    [one] = told(alice)
    assert (one["kind"], one["actors"], one["count"]) == ("follow", [{"name": "bob", "display_name": "Bob"}], 1)
    assert one["subject"] == {"kind": "person", "id": "bob", "title": "Bob"} | one["subject"]
    bob.delete("/people/alice/follow")
    bob.put("/people/alice/follow")
    assert len(told(alice)) == 1
    assert told(bob) == []


def test_a_request_and_its_acceptance_are_told(alice: Person, bob: Person) -> None:
    alice.patch("/me", {"locked": True})
    bob.put("/people/alice/follow")
    assert [one["kind"] for one in told(alice)] == ["request"]
    alice.put("/me/follow-requests/bob")
    assert [(one["kind"], one["actors"][0]["name"]) for one in told(bob)] == [("accepted", "alice")]


def test_likes_of_one_picture_are_told_together_once_per_liker(
    site: Site, alice: Person, bob: Person, carol: Person
) -> None:
    image_id = prepared(site, alice, title="Dune")
    for person in (bob, carol, bob, bob):
        happens(site, "like", alice, person, "image", image_id)
    [one] = told(alice)
    assert ([actor["name"] for actor in one["actors"]], one["count"]) == (["carol", "bob"], 2)
    assert (one["subject"]["title"], one["subject"]["renditions"].keys()) == ("Dune", {"64", "400", "1600"})


def test_what_was_read_is_unread_again_for_somebody_new_and_not_for_the_same(
    site: Site, alice: Person, bob: Person, carol: Person
) -> None:
    image_id = prepared(site, alice)
    happens(site, "like", alice, bob, "image", image_id)
    assert alice.post("/notifications/read", {"all": True}).json == {"unread": 0}
    happens(site, "like", alice, bob, "image", image_id)
    assert ([one["read"] for one in told(alice)], unread(alice)) == ([True], 0)
    happens(site, "like", alice, carol, "image", image_id)
    assert ([one["read"] for one in told(alice)], unread(alice)) == ([False], 1)


def test_every_comment_of_one_person_is_news(site: Site, alice: Person, bob: Person) -> None:
    image_id = prepared(site, alice, privacy="public")
    first = says(bob, image_id, "first")
    alice.post("/notifications/read", {"all": True})
    happens(site, "comment", alice, bob, "image", image_id, first)
    assert unread(alice) == 0
    second = says(bob, image_id, "second")
    [one] = told(alice)
    assert (one["detail"], one["text"], one["count"], one["read"]) == (second, "second", 1, False)


def test_a_comment_that_is_deleted_or_held_is_told_no_more(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image_id = prepared(site, alice, privacy="public")
    first = says(bob, image_id, "canary")
    answer = says(alice, image_id, "canary", parent=first)
    assert ([one["kind"] for one in told(bob)], told(bob)[0]["text"]) == (["reply"], "canary")
    bob.delete(f"/comments/{first}")
    assert (told(alice), unread(alice)) == ([], 0)
    alice.delete(f"/comments/{answer}")
    assert (told(bob), unread(bob)) == ([], 0)


def test_comments_of_many_are_told_together_without_those_that_are_gone(
    site: Site, alice: Person, bob: Person, carol: Person
) -> None:
    image_id = prepared(site, alice, privacy="public")
    first, last = says(bob, image_id, "first"), says(carol, image_id, "last")
    [one] = told(alice)
    assert ([actor["name"] for actor in one["actors"]], one["count"], one["detail"]) == (["carol", "bob"], 2, last)
    carol.delete(f"/comments/{last}")
    [one] = told(alice)
    assert ([actor["name"] for actor in one["actors"]], one["text"], one["detail"]) == (["bob"], "first", first)


def test_nobody_is_told_of_what_they_do_themselves(site: Site, alice: Person) -> None:
    happens(site, "like", alice, alice, "image", prepared(site, alice))
    assert told(alice) == []


@pytest.mark.parametrize("path", ["/me/mutes/bob", "/me/blocks/bob"])
@pytest.mark.parametrize("is_before", [True, False])
def test_nobody_is_told_of_people_they_muted_or_blocked(
    site: Site, alice: Person, bob: Person, carol: Person, path: str, is_before: bool
) -> None:
    image_id = prepared(site, alice, privacy="public")
    if is_before:
        alice.put(path)
    for person in (bob, carol):
        happens(site, "like", alice, person, "image", image_id)
    happens(site, "mention", alice, bob, "image", image_id)
    if not is_before:
        alice.put(path)
    assert [(one["actors"], one["count"]) for one in told(alice)] == [([{"name": "carol", "display_name": "Carol"}], 1)]
    assert unread(alice) == 1


def test_who_is_blocked_by_the_other_hears_nothing(site: Site, alice: Person, bob: Person) -> None:
    image_id = prepared(site, alice, privacy="public")
    happens(site, "like", bob, alice, "image", image_id)
    alice.put("/me/blocks/bob")
    happens(site, "collected", bob, alice, "image", image_id)
    assert (told(bob), unread(bob)) == ([], 0)


def test_who_is_suspended_is_not_named_until_released(site: Site, ada: Person, alice: Person, bob: Person) -> None:
    bob.put("/people/alice/follow")
    with site.app.app_context(), writing():
        db.session.execute(db.text("UPDATE accounts SET active = 0 WHERE name = 'bob'"))
    assert (told(alice), unread(alice)) == ([], 0)
    with site.app.app_context(), writing():
        db.session.execute(db.text("UPDATE accounts SET active = 1 WHERE name = 'bob'"))
    assert len(told(alice)) == 1


def test_what_became_hidden_is_told_no_more_and_comes_back_as_it_is_called_then(
    site: Site, alice: Person, bob: Person, carol: Person
) -> None:
    image_id = prepared(site, alice, privacy="public", title="canary")
    happens(site, "like", bob, carol, "image", image_id)
    assert told(bob)[0]["subject"]["title"] == "canary"
    alice.patch(f"/images/{image_id}", {"privacy": "private"})
    assert (b"canary" not in bob.get("/notifications").data, unread(bob)) == (True, 0)
    alice.patch(f"/images/{image_id}", {"privacy": "public", "title": "other"})
    assert told(bob)[0]["subject"]["title"] == "other"


def test_an_album_that_is_liked_is_told_by_its_title(site: Site, alice: Person, bob: Person) -> None:
    album = alice.post("/albums", {"title": "Walks", "category": "other", "privacy": "public"}).json["id"]
    happens(site, "like", alice, bob, "album", album)
    assert told(alice)[0]["subject"] == {"kind": "album", "id": album, "title": "Walks"}
    alice.delete(f"/albums/{album}")
    assert told(alice) == []


def test_what_moderators_decided_is_told_also_when_the_picture_is_gone(site: Site, alice: Person, bob: Person) -> None:
    image_id = prepared(site, alice)
    happens(site, "decision", alice, None, "image", image_id, "d1")
    happens(site, "decision", alice, None, "image", image_id, "d1")
    happens(site, "like", alice, bob, "image", image_id)
    alice.delete(f"/images/{image_id}", forever="true")
    [one] = told(alice)
    assert (one["kind"], one["subject"], one["detail"], one["actors"], one["count"]) == ("decision", None, "d1", [], 0)
    with site.app.app_context():
        assert db.session.scalars(db.select(Notification.occasion)).all() == ["decision"]


def test_new_hits_of_a_saved_search_are_told_together(site: Site, alice: Person) -> None:
    search = alice.post("/saved-searches", {"name": "Dogs", "query": "q=dog"}).json["id"]
    for _ in range(2):
        happens(site, "hit", alice, None, "search", search)
    [one] = told(alice)
    assert one["subject"] == {"kind": "search", "id": search, "title": "Dogs"}
    alice.delete(f"/saved-searches/{search}")
    assert told(alice) == []


def test_some_or_all_until_a_moment_are_read(site: Site, alice: Person, bob: Person, carol: Person) -> None:
    for person in (bob, carol):
        person.put("/people/alice/follow")
    newest, oldest = told(alice)
    assert alice.post("/notifications/read", {"ids": [newest["id"]]}).json == {"unread": 1}
    assert [one["read"] for one in told(alice)] == [True, False]
    assert bob.post("/notifications/read", {"ids": [oldest["id"]]}).json == {"unread": 0}
    assert unread(alice) == 1
    assert alice.post("/notifications/read", {"until": oldest["updated_at"]}).json == {"unread": 0}


@pytest.mark.parametrize("body", [{}, {"all": False}, {"ids": [], "all": True}, {"until": "yesterday"}])
def test_reading_says_what_was_read(alice: Person, body: dict[str, Any]) -> None:
    assert alice.post("/notifications/read", body).status_code == 422


def test_pages_hold_everything_once(site: Site, alice: Person, bob: Person) -> None:
    ids = [prepared(site, alice, title=str(number)) for number in range(5)]
    for image_id in ids:
        happens(site, "like", alice, bob, "image", image_id)
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = alice.get("/notifications", limit=2, **cursor).json
        found += [one["subject"]["id"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == ids[::-1]


def test_open_pages_hear_of_it_at_once(site: Site, alice: Person, bob: Person) -> None:
    bob.put("/people/alice/follow")
    with listening(alice, Last_Event_ID="0-0") as answer:
        (event,) = events_of(answer, 1)
    assert event["event"] == "notification"
    assert json.loads(event["data"]) == {"id": told(alice)[0]["id"], "kind": "follow"}


def test_one_says_what_one_wants_to_be_told(site: Site, alice: Person, bob: Person) -> None:
    settings = alice.get("/me/notification-settings").json
    assert settings["kinds"]["like"] == {"app": True, "mail": False, "push": True}
    changed = alice.patch("/me/notification-settings", {"kinds": {"follow": {"app": False}}}).json
    assert changed["kinds"]["follow"] == {"app": False, "mail": False, "push": True}
    bob.put("/people/alice/follow")
    assert (told(alice), unread(alice)) == ([], 0)
    changed = alice.patch("/me/notification-settings", {"kinds": {"follow": {"mail": True}, "like": {}}}).json
    assert changed["kinds"]["follow"] == {"app": False, "mail": True, "push": True}
    assert alice.patch("/me/notification-settings", {"kinds": {"odd": {}}}).status_code == 422


def test_nothing_of_a_muted_album_is_told(site: Site, alice: Person, bob: Person) -> None:
    album = alice.post("/albums", {"title": "Walks", "category": "other", "privacy": "public"}).json["id"]
    image_id = prepared(site, alice, privacy="public", album=album)
    muted = alice.patch("/me/notification-settings", {"muted_albums": [album]}).json["muted_albums"]
    assert muted == [{"id": album, "title": "Walks"}]
    for kind, what in (("album", album), ("image", image_id)):
        happens(site, "like", alice, bob, kind, what)
    assert told(alice) == []
    assert alice.patch("/me/notification-settings", {"muted_albums": []}).json["muted_albums"] == []
    happens(site, "like", alice, bob, "image", image_id)
    assert len(told(alice)) == 1


def test_albums_that_one_may_not_see_cannot_be_muted(alice: Person, bob: Person) -> None:
    album = alice.post("/albums", {"title": "x", "category": "other"}).json["id"]
    assert bob.patch("/me/notification-settings", {"muted_albums": [album]}).status_code == 422


def test_what_was_read_long_ago_goes(site: Site, alice: Person, bob: Person, carol: Person) -> None:
    for person in (bob, carol):
        person.put("/people/alice/follow")
    with site.app.app_context(), writing():
        first = db.session.scalars(db.select(Notification)).first()
        first.read_at = now() - timedelta(days=91)
    with site.app.app_context():
        sweep()
    assert len(told(alice)) == 1


def test_an_erased_picture_may_be_told_of_by_nobody(site: Site, alice: Person, bob: Person) -> None:
    with site.app.app_context(), writing():
        announce(ImageErased("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
    assert told(alice) == []


def test_a_page_costs_five_statements(site: Site, alice: Person, bob: Person, carol: Person) -> None:
    for number in range(4):
        image_id = prepared(site, alice, title=str(number))
        for person in (bob, carol):
            happens(site, "like", alice, person, "image", image_id)
    bob.put("/people/alice/follow")
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as statements:
        assert len(told(alice)) == 5
        assert len(statements) <= 5, statements
