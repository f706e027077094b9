"""That an album has people, told to these and to its owner; and the albums of others that one has a part in."""

import pytest

from tests.api.sharing import album_of
from tests.api.test_album_people import lets_in
from tests.people import Person
from tests.site import Site
from tests.states import prepared


@pytest.fixture
def kept(site: Site, alice: Person) -> str:
    """A private picture of alice's."""
    return prepared(site, alice)


@pytest.fixture
def album(alice: Person, kept: str) -> str:
    """Her private album with it."""
    return album_of(alice, kept)


class TestWhoSeesThatItIsShared:
    def test_its_owner_and_its_people_are_told_of_an_album_and_of_what_is_private_in_it(
        self, alice: Person, bob: Person, album: str, kept: str
    ) -> None:
        assert (alice.get(f"/albums/{album}").json["shared"], alice.image(kept)["shared"]) == (False, False)
        lets_in(alice, album, bob, "viewer")
        for person in (alice, bob):
            assert (person.get(f"/albums/{album}").json["shared"], person.image(kept)["shared"]) == (True, True)
        alice.patch(f"/albums/{album}", {"privacy": "followers"})
        assert alice.image(kept)["shared"] is False
        alice.patch(f"/images/{kept}", {"privacy": "public"})
        alice.patch(f"/albums/{album}", {"privacy": "public"})
        assert alice.image(kept)["shared"] is False

    def test_nobody_else_is_told(self, alice: Person, bob: Person, carol: Person, album: str, kept: str) -> None:
        for thing in (f"/images/{kept}", f"/albums/{album}"):
            alice.patch(thing, {"privacy": "public"})
        lets_in(alice, album, bob, "viewer")
        assert (carol.get(f"/albums/{album}").json["shared"], carol.image(kept)["shared"]) == (False, False)
        assert alice.get(f"/albums/{album}", **{"as": "stranger"}).json["shared"] is False


class TestSharedWithMe:
    def test_albums_of_others_come_with_ones_role_and_as_one_sees_them_inside(
        self, alice: Person, bob: Person, carol: Person, album: str, kept: str
    ) -> None:
        lets_in(alice, album, bob, "editor")
        [seen] = bob.get("/me/albums/shared").json["items"]
        assert (seen["id"], seen["role"], seen["owner"]["name"], seen["shared"]) == (album, "editor", "alice", True)
        assert (seen["counts"]["images"], seen["cover"]["id"], seen["can"]["arrange"]) == (1, kept, True)
        assert [one.get("/me/albums/shared").json["items"] for one in (alice, carol)] == [[], []]
        alice.put("/me/blocks/bob")
        assert bob.get("/me/albums/shared").json["items"] == []

    def test_they_come_in_pages(self, alice: Person, bob: Person) -> None:
        albums = [album_of(alice) for _ in range(3)]
        for one in albums:
            lets_in(alice, one, bob, "viewer")
        page = bob.get("/me/albums/shared", limit=2).json
        rest = bob.get("/me/albums/shared", limit=2, cursor=page["next"]).json
        assert [one["id"] for one in page["items"] + rest["items"]] == albums[::-1]
        assert rest["next"] is None
