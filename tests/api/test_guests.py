"""Guests send pictures through a link to an album; they wait until its owner takes or refuses them."""

import io
from typing import Any

import pytest
from werkzeug.test import TestResponse

from cms.extensions import db
from cms.images.models import Image
from cms.moderation.models import Case
from cms.moderation.tending import close_moot_findings, open_findings
from cms.transaction import reading, writing
from tests.api.sharing import album_of, collection_of, linked, shown
from tests.factories import picture
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared, set_image


def send(guest: Person, token: str, file: bytes | None = None, name: str = "Grandma") -> TestResponse:
    data = {"file": (io.BytesIO(picture() if file is None else file), "a.jpg"), "name": name}
    return guest.call("POST", f"/share/{token}/images", data=data)


def waiting(owner: Person, album: str, **query: Any) -> list[str]:
    answer = owner.get(f"/albums/{album}/guests", **query)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json["items"]]


def told(owner: Person) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = owner.get("/notifications").get_json()["items"]
    return [one for one in items if one["kind"] == "guest"]


@pytest.fixture
def album(alice: Person) -> str:
    return album_of(alice, privacy="public")


@pytest.fixture
def token(alice: Person, album: str) -> str:
    return linked(alice, f"/albums/{album}", upload=True)


class TestSending:
    def test_a_picture_waits_for_the_owner_alone(
        self, site: Site, alice: Person, bob: Person, visitor: Person, album: str, token: str
    ) -> None:
        answer = send(visitor, token)
        assert (answer.status_code, answer.json) == (201, {"state": "waiting"})
        [image_id] = waiting(alice, album)
        own = alice.image(image_id)
        assert (own["owner"]["name"], own["privacy"], own["album"]) == ("alice", "private", None)
        assert alice.get("/me").json["usage"]["images"] == 1
        assert shown(visitor, token) == []
        assert not bob.sees(image_id)
        [one] = alice.get(f"/albums/{album}/guests").json["items"]
        assert one["guest"] == "Grandma"
        assert visitor.get(f"/share/{token}").json["upload"] is True

    def test_the_owner_is_told_at_once_and_together(
        self, alice: Person, visitor: Person, album: str, token: str
    ) -> None:
        send(visitor, token)
        [one] = told(alice)
        assert (one["subject"]["id"], one["actors"], one["read"]) == (album, [], False)
        alice.post("/notifications/read", {"all": True})
        send(visitor, token)
        assert [one["read"] for one in told(alice)] == [False]

    def test_a_guest_learns_nothing_of_what_the_owner_has(
        self, site: Site, alice: Person, visitor: Person, album: str, token: str
    ) -> None:
        file = picture()
        kept = alice.adds(file, title="Mine")
        alice.delete(f"/images/{kept}")
        again, new = send(visitor, token, file), send(visitor, token)
        assert (again.status_code, again.json) == (new.status_code, new.json)
        assert len(waiting(alice, album)) == 1
        assert [one["id"] for one in alice.get("/me/trash").json["items"]] == [kept]
        assert alice.get(f"/albums/{album}/links").json["items"][0]["uploads"] == 2
        assert len(told(alice)) == 1

    def test_links_to_other_things_take_none(self, site: Site, alice: Person, visitor: Person, album: str) -> None:
        image_id = prepared(site, alice)
        for path in (f"/images/{image_id}", f"/collections/{collection_of(alice)}"):
            answer = alice.post(f"{path}/links", {"upload": True})
            assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "upload")
        closed = linked(alice, f"/albums/{album}")
        assert visitor.get(f"/share/{closed}").json["upload"] is False
        assert send(visitor, closed).status_code == 403

    def test_no_more_than_the_link_takes(self, alice: Person, visitor: Person, album: str) -> None:
        token = linked(alice, f"/albums/{album}", upload=True, max_uploads=1)
        assert send(visitor, token).status_code == 201
        late = send(visitor, token)
        assert (late.status_code, late.json["type"]) == (409, "/problems/guests-full")
        assert alice.post(f"/albums/{album}/guests/refuse", {}).json == {"count": 1, "waiting": 0}
        assert send(visitor, token).status_code == 201

    def test_why_an_owner_has_no_room_is_not_told(
        self, site: Site, alice: Person, visitor: Person, album: str, token: str
    ) -> None:
        file = picture()
        alice.adds(file)
        with site.app.app_context(), writing():
            db.session.execute(db.text("UPDATE accounts SET quota_bytes = 1 WHERE name = 'alice'"))
        for sent in (file, None):
            answer = send(visitor, token, sent)
            assert (answer.status_code, answer.json["type"]) == (409, "/problems/guests-full")
        assert alice.get(f"/albums/{album}/links").json["items"][0]["uploads"] == 0

    def test_it_is_opened_as_its_link_is(self, site: Site, alice: Person, visitor: Person, album: str) -> None:
        token, guest = linked(alice, f"/albums/{album}", upload=True, password="open sesame", max_views=1), site.browser
        assert send(guest, token).status_code == 401
        guest.post(f"/share/{token}/unlock", {"password": "open sesame"})
        assert send(guest, token).status_code == 404
        assert guest.get(f"/share/{token}").status_code == 200
        assert [send(guest, token).status_code for _ in range(2)] == [201, 201]
        [link] = alice.get(f"/albums/{album}/links").json["items"]
        assert (link["views"], link["uploads"]) == (1, 2)
        alice.delete(f"/albums/{album}/links/{link['id']}")
        assert send(guest, token).status_code == 404
        assert len(waiting(alice, album)) == 2

    def test_what_is_no_picture_or_was_removed_is_refused(
        self, site: Site, alice: Person, visitor: Person, album: str, token: str
    ) -> None:
        assert send(visitor, token, b"<html>").status_code == 415
        assert send(visitor, token, name="a\x07").status_code == 422
        assert waiting(alice, album) == []


class TestDeciding:
    def test_what_is_taken_enters_the_album_as_visible_as_it_is(
        self, site: Site, alice: Person, visitor: Person, album: str, token: str
    ) -> None:
        for _ in range(3):
            send(visitor, token)
        site.work_off("prepare-image", times=3)
        third, second, first = waiting(alice, album)
        assert alice.post(f"/albums/{album}/guests/approve", {"ids": [first]}).json == {"count": 1, "waiting": 2}
        assert alice.post(f"/albums/{album}/guests/refuse", {"ids": [second, first]}).json == {"count": 1, "waiting": 1}
        set_image(site, first, review="passed")
        assert (visitor.sees(first), shown(visitor, token)) == (True, [first])
        assert alice.get(f"/images/{second}").status_code == 404
        assert alice.post(f"/albums/{album}/guests/approve", {}).json == {"count": 1, "waiting": 0}
        assert alice.post(f"/albums/{album}/guests/approve", {"ids": [third]}).json["count"] == 0
        assert alice.image(third)["album"]["id"] == album

    def test_what_the_owner_did_by_hand_waits_no_more(
        self, alice: Person, visitor: Person, album: str, token: str
    ) -> None:
        for _ in range(2):
            send(visitor, token)
        thrown, put = waiting(alice, album)
        alice.delete(f"/images/{thrown}")
        alice.patch(f"/images/{put}", {"album": album_of(alice)})
        assert waiting(alice, album) == []
        assert alice.post(f"/albums/{album}/guests/refuse", {}).json["count"] == 0

    def test_nobody_else_knows_or_decides(
        self, alice: Person, bob: Person, mod: Person, visitor: Person, album: str, token: str
    ) -> None:
        send(visitor, token)
        hidden = album_of(alice)
        for other, status in ((visitor, 401), (bob, 403), (mod, 403)):
            assert other.get(f"/albums/{album}/guests").status_code == status
            for act in ("approve", "refuse"):
                assert other.post(f"/albums/{album}/guests/{act}", {}).status_code == status
        assert bob.get(f"/albums/{hidden}/guests").status_code == 404
        assert len(waiting(alice, album)) == 1

    def test_the_list_has_pages_and_few_statements(
        self, site: Site, alice: Person, visitor: Person, album: str, token: str
    ) -> None:
        for _ in range(3):
            send(visitor, token)
        whole = waiting(alice, album)
        first = alice.get(f"/albums/{album}/guests", limit=2).json
        rest = waiting(alice, album, limit=2, cursor=first["next"])
        assert ([one["id"] for one in first["items"]] + rest, first["count"]) == (whole, 3)
        with site.app.app_context():
            engine = db.engine
        with Statements(engine) as statements:
            alice.get(f"/albums/{album}/guests")
        assert len(statements) <= 5

    def test_an_album_that_goes_leaves_what_waits_to_its_owner(
        self, alice: Person, visitor: Person, album: str, token: str
    ) -> None:
        send(visitor, token)
        [image_id] = waiting(alice, album)
        alice.delete(f"/albums/{album}")
        assert send(visitor, token).status_code == 404
        assert alice.image(image_id)["effective_privacy"] == "private"


def test_what_the_gate_holds_of_a_guest_is_a_case_of_its_kind_once_it_is_taken(
    site: Site, alice: Person, mod: Person, visitor: Person, album: str, token: str
) -> None:
    send(visitor, token)
    [image_id] = waiting(alice, album)
    set_image(site, image_id, state="ready", review="held")

    def tended() -> list[str]:
        with site.app.app_context(), writing():
            for tend in (open_findings, close_moot_findings, open_findings):
                tend()
        return [case["kind"] for case in mod.get("/moderation/queue").json["items"]]

    assert tended() == []
    alice.post(f"/albums/{album}/guests/approve", {})
    assert tended() == tended() == ["guest"]
    alice.patch(f"/images/{image_id}", {"privacy": "private"})
    assert tended() == []
    with site.app.app_context(), reading():
        assert db.session.get(Image, image_id) is not None
        assert db.session.query(Case).count() == 1
