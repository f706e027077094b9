"""The list of what was changed in an album of several people, and taking back what one of them did."""

from typing import Any

import pytest

from tests.api.sharing import album_of
from tests.api.test_album_people import inside, lets_in
from tests.people import Person
from tests.site import Site
from tests.states import prepared


@pytest.fixture
def kept(site: Site, alice: Person) -> str:
    """A picture of alice's."""
    return prepared(site, alice)


@pytest.fixture
def album(alice: Person, bob: Person, carol: Person, kept: str) -> str:
    """Her private album with it; bob and carol are editors."""
    album = album_of(alice, kept)
    lets_in(alice, album, bob, "editor")
    lets_in(alice, album, carol, "editor")
    return album


def changes(person: Person, album: str) -> list[dict[str, Any]]:
    answer = person.get(f"/albums/{album}/changes")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def undoes(owner: Person, album: str, name: str) -> int:
    answer = owner.post(f"/albums/{album}/changes/undo", {"person": name})
    assert (answer.status_code, answer.json["more"]) == (200, False), answer.text
    return int(answer.json["undone"])


def puts(person: Person, album: str, *ids: str) -> None:
    assert person.put(f"/albums/{album}/images", {"ids": list(ids)}).status_code == 200


def takes(person: Person, album: str, *ids: str) -> None:
    assert person.call("DELETE", f"/albums/{album}/images", json={"ids": list(ids)}).status_code == 200


def test_each_change_tells_who_when_and_what(site: Site, alice: Person, bob: Person, album: str, kept: str) -> None:
    own = prepared(site, bob)
    bob.patch(f"/albums/{album}", {"title": "Bowls", "tags": ["clay"], "cover": kept, "description": ""})
    puts(bob, album, own)
    puts(bob, album, own)
    takes(alice, album, own)
    told = [
        (one["person"]["name"], one["field"], one["before"], one["after"], one["count"]) for one in changes(bob, album)
    ]
    assert told[:2] == [("alice", "images", [own], [], 1), ("bob", "images", [], [own], 1)]
    fields = {field: (before, after) for _, field, before, after, _ in told[2:]}
    assert fields == {"title": ("Cups", "Bowls"), "tags": ([], ["clay"]), "cover": (None, kept)}
    assert [one["id"] for one in changes(alice, album)] == [one["id"] for one in changes(bob, album)]


def test_an_upload_and_a_change_of_the_picture_itself_are_told_too(site: Site, bob: Person, album: str) -> None:
    own = bob.adds(album=album)
    bob.patch(f"/images/{own}", {"album": None})
    assert [(one["before"], one["after"]) for one in changes(bob, album)] == [([own], []), ([], [own])]


def test_the_list_comes_in_pages(bob: Person, album: str) -> None:
    for number in range(5):
        bob.patch(f"/albums/{album}", {"title": f"Title {number}"})
    first = bob.get(f"/albums/{album}/changes", limit="3").json
    rest = bob.get(f"/albums/{album}/changes", limit="3", cursor=first["next"]).json
    assert [one["after"] for one in first["items"] + rest["items"]] == [
        f"Title {number}" for number in range(4, -1, -1)
    ]


def test_an_album_of_one_keeps_no_list(alice: Person) -> None:
    album = album_of(alice)
    alice.patch(f"/albums/{album}", {"title": "New"})
    assert changes(alice, album) == []


def test_a_picture_that_may_not_be_seen_is_counted_and_not_named(
    site: Site, alice: Person, bob: Person, album: str
) -> None:
    own = prepared(site, alice)
    puts(alice, album, own)
    takes(alice, album, own)
    assert [(one["before"], one["after"], one["count"]) for one in changes(bob, album)] == [([], [], 1)] * 2


class TestUndoing:
    def test_what_one_person_did_is_taken_back(
        self, site: Site, alice: Person, bob: Person, carol: Person, album: str, kept: str
    ) -> None:
        of_bob, of_carol = prepared(site, bob, privacy="public"), prepared(site, carol)
        before = alice.get(f"/albums/{album}").json
        puts(carol, album, of_carol)
        puts(bob, album, of_bob)
        takes(bob, album, kept, of_carol)
        for title in ("One", "Two"):
            bob.patch(f"/albums/{album}", {"title": title, "tags": [title], "description": title})
        assert undoes(alice, album, "bob") == 8
        assert set(inside(alice, album)) == {kept, of_carol}
        after = alice.get(f"/albums/{album}").json
        assert [after[name] for name in ("title", "tags", "description")] == [
            before[name] for name in ("title", "tags", "description")
        ]
        assert not site.visitor.sees(of_bob)
        assert {one["undone"] for one in changes(alice, album) if one["person"]["name"] == "bob"} == {True}

    def test_again_it_does_no_harm(self, site: Site, alice: Person, bob: Person, album: str) -> None:
        bob.patch(f"/albums/{album}", {"title": "One"})
        assert undoes(alice, album, "bob") == 1
        alice.patch(f"/albums/{album}", {"title": "One"})
        assert (undoes(alice, album, "bob"), undoes(alice, album, "nobody")) == (0, 0)
        assert alice.get(f"/albums/{album}").json["title"] == "One"

    def test_what_somebody_else_changed_since_remains(
        self, alice: Person, bob: Person, carol: Person, album: str
    ) -> None:
        bob.patch(f"/albums/{album}", {"title": "Of bob", "description": "Of bob"})
        carol.patch(f"/albums/{album}", {"title": "Of carol"})
        bob.patch(f"/albums/{album}", {"title": "Of bob again"})
        assert undoes(alice, album, "bob") == 2
        album_now = alice.get(f"/albums/{album}").json
        assert (album_now["title"], album_now["description"]) == ("Of carol", "")
        assert undoes(alice, album, "carol") == 1
        assert alice.get(f"/albums/{album}").json["title"] == "Of bob"

    def test_pictures_of_who_went_or_that_are_elsewhere_do_not_come_back(
        self, site: Site, alice: Person, bob: Person, carol: Person, album: str, kept: str
    ) -> None:
        of_carol, of_bob = prepared(site, carol), prepared(site, bob)
        puts(carol, album, of_carol)
        puts(bob, album, of_bob)
        takes(bob, album, kept, of_carol, of_bob)
        elsewhere = album_of(alice, kept)
        alice.delete(f"/albums/{album}/editors/carol")
        undoes(alice, album, "bob")
        assert (inside(alice, album), inside(alice, elsewhere)) == ([], [kept])

    def test_a_person_who_has_gone_is_undone_all_the_same(self, alice: Person, bob: Person, album: str) -> None:
        bob.patch(f"/albums/{album}", {"title": "One"})
        bob.delete(f"/albums/{album}/editors/bob")
        assert (undoes(alice, album, "bob"), alice.get(f"/albums/{album}").json["title"]) == (1, "Cups")

    def test_many_changes_are_taken_back_in_several_goes(self, alice: Person, bob: Person, album: str) -> None:
        for number in range(51):
            bob.patch(f"/albums/{album}", {"title": f"Title {number}"})
        at = f"/albums/{album}/changes/undo"
        goes = [alice.post(at, {"person": "bob"}).json for _ in range(3)]
        assert goes == [{"undone": 50, "more": True}, {"undone": 1, "more": False}, {"undone": 0, "more": False}]
        assert alice.get(f"/albums/{album}").json["title"] == "Cups"
