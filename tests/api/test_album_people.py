"""Albums of several people: what each role may, what an album shows to whom, and when it ends."""

import pytest

from cms.extensions import db
from cms.images.models import Album
from cms.transaction import writing
from tests.api.sharing import album_of
from tests.people import Person
from tests.site import Site
from tests.states import prepared, set_image


@pytest.fixture
def kept(site: Site, alice: Person) -> str:
    """A private picture of alice's."""
    return prepared(site, alice)


@pytest.fixture
def album(alice: Person, kept: str) -> str:
    """Her private album with it."""
    return album_of(alice, kept)


def lets_in(owner: Person, album: str, person: Person, role: str) -> None:
    answer = owner.put(f"/albums/{album}/editors/{person.name}", {"role": role})
    assert (answer.status_code, answer.json["role"]) == (200, role), answer.text


def inside(person: Person, album: str) -> list[str]:
    return person.ids(f"/albums/{album}/images")


def shows(person: Person, image_id: str) -> list[int]:
    """What is answered to who asks for a picture, its bytes, its page."""
    paths = [f"/images/{image_id}", f"/images/{image_id}/renditions/400", f"/images/{image_id}/original"]
    return [person.get(path).status_code for path in paths] + [person.page(f"/images/{image_id}").status_code]


ALL_SHOWN, NONE_SHOWN = [200] * 4, [404] * 4


class TestLooking:
    def test_a_viewer_sees_a_private_album_and_its_pictures(
        self, alice: Person, bob: Person, album: str, kept: str
    ) -> None:
        assert bob.get(f"/albums/{album}").status_code == 404
        assert shows(bob, kept) == NONE_SHOWN
        lets_in(alice, album, bob, "viewer")
        seen = bob.get(f"/albums/{album}").json
        assert (seen["counts"]["images"], seen["cover"]["id"]) == (1, kept)
        can = {"edit": False, "delete": False, "add": False, "arrange": False, "see_people": True, "download": True}
        assert seen["can"] | can == seen["can"]
        assert inside(bob, album) == [kept]
        assert shows(bob, kept) == ALL_SHOWN
        assert bob.get(f"/albums/{album}/zip").status_code == 200
        assert album in bob.ids("/people/alice/albums")
        can = bob.image(kept)["can"]
        assert not any(can[name] for name in ("edit", "like", "collect", "comment"))

    def test_it_is_a_way_to_look_at_that_album_alone(self, alice: Person, bob: Person, album: str, kept: str) -> None:
        lets_in(alice, album, bob, "editor")
        below = album_of(alice, parent=album)
        assert bob.get(f"/albums/{below}").status_code == 404
        assert bob.ids("/images", ids=kept) == bob.ids("/people/alice/images") == bob.ids("/search") == []
        assert bob.put(f"/images/{kept}/like").status_code == 404

    def test_who_is_no_longer_let_in_sees_nothing_more(self, alice: Person, bob: Person, album: str, kept: str) -> None:
        lets_in(alice, album, bob, "editor")
        assert alice.delete(f"/albums/{album}/editors/bob").status_code == 204
        assert bob.get(f"/albums/{album}").status_code == 404
        assert shows(bob, kept) == NONE_SHOWN
        assert alice.delete(f"/albums/{album}/editors/bob").status_code == 204

    @pytest.mark.parametrize("blocker", ["alice", "bob"])
    def test_a_block_ends_it_at_once_and_for_good(
        self, alice: Person, bob: Person, album: str, kept: str, blocker: str
    ) -> None:
        lets_in(alice, album, bob, "viewer")
        one, other = (alice, "bob") if blocker == "alice" else (bob, "alice")
        assert one.put(f"/me/blocks/{other}").status_code < 300
        assert shows(bob, kept) == NONE_SHOWN
        assert one.delete(f"/me/blocks/{other}").status_code < 300
        assert bob.get(f"/albums/{album}").status_code == 404
        assert alice.get(f"/albums/{album}/editors").json["items"] == []

    def test_nobody_sees_what_is_held_in_the_trash_or_hidden_with_the_album(
        self, site: Site, alice: Person, bob: Person, album: str, kept: str
    ) -> None:
        lets_in(alice, album, bob, "viewer")
        for column, away, back in (("review", "held", "passed"), ("is_trashed", True, False)):
            set_image(site, kept, **{column: away})
            assert (inside(bob, album), shows(bob, kept)) == ([], NONE_SHOWN)
            set_image(site, kept, **{column: back})
        outer = album_of(alice)
        assert alice.patch(f"/albums/{album}", {"parent": outer}).status_code == 200
        assert inside(bob, album) == [kept]
        with site.app.app_context(), writing():
            db.session.execute(db.update(Album).where(Album.id == outer).values(is_hidden=True))
        assert bob.get(f"/albums/{album}").status_code == 404
        assert shows(bob, kept) == NONE_SHOWN

    def test_what_is_kept_closer_than_its_album_stays_at_home(
        self, site: Site, alice: Person, bob: Person, kept: str
    ) -> None:
        open_album = album_of(alice, kept, privacy="public")
        lets_in(alice, open_album, bob, "editor")
        assert (inside(bob, open_album), shows(bob, kept)) == ([], NONE_SHOWN)


class TestGuests:
    @pytest.mark.parametrize(
        ("own", "of_album", "everybody", "people"),
        [
            ("public", "public", True, True),
            ("public", "followers", False, True),
            ("public", "private", False, True),
            ("followers", "public", False, False),
            ("followers", "followers", False, True),
            ("private", "public", False, False),
            ("private", "followers", False, False),
            ("private", "private", False, True),
        ],
    )
    def test_a_picture_in_an_album_of_another_obeys_the_stricter_of_both(
        self,
        site: Site,
        alice: Person,
        bob: Person,
        carol: Person,
        own: str,
        of_album: str,
        everybody: bool,
        people: bool,
    ) -> None:
        album = album_of(alice, privacy=of_album)
        lets_in(alice, album, bob, "contributor")
        picture = prepared(site, bob, privacy=own)
        dora = site.person("dora")
        assert dora.put("/people/bob/follow").status_code < 300
        assert bob.put(f"/albums/{album}/images", {"ids": [picture]}).status_code == 200
        seen = {"everybody": carol.sees(picture), "people": alice.sees(picture), "own": bob.sees(picture)}
        assert seen == {"everybody": everybody, "people": people, "own": True}
        assert (picture in inside(alice, album), dora.sees(picture)) == (
            people,
            own != "private" and of_album == "public",
        )

    def test_it_follows_the_album_and_its_own_level(
        self, site: Site, alice: Person, bob: Person, carol: Person
    ) -> None:
        album, picture = album_of(alice, privacy="public"), prepared(site, bob, privacy="public")
        lets_in(alice, album, bob, "contributor")
        assert bob.patch(f"/images/{picture}", {"album": album}).status_code == 200
        for level, is_seen in (("followers", False), ("public", True), ("private", False)):
            assert alice.patch(f"/albums/{album}", {"privacy": level}).status_code == 200
            assert carol.sees(picture) == is_seen
        for level in ("followers", "public"):
            assert bob.patch(f"/images/{picture}", {"privacy": level}).status_code == 200
            assert not carol.sees(picture)
        assert alice.delete(f"/albums/{album}", images="trash").status_code == 204
        assert (bob.image(picture)["privacy"], bob.image(picture)["album"], carol.sees(picture)) == (
            "private",
            None,
            False,
        )

    def test_who_is_sent_away_takes_their_pictures_along_and_none_is_more_visible(
        self, site: Site, alice: Person, bob: Person, carol: Person, album: str, kept: str
    ) -> None:
        lets_in(alice, album, bob, "contributor")
        picture = prepared(site, bob, privacy="public")
        bob.put(f"/albums/{album}/images", {"ids": [picture]})
        assert set(inside(alice, album)) == {kept, picture}
        assert alice.delete(f"/albums/{album}/editors/bob").status_code == 204
        assert inside(alice, album) == [kept]
        assert (bob.image(picture)["album"], carol.sees(picture), alice.sees(picture)) == (None, False, False)

    def test_who_leaves_by_themselves_has_their_pictures_as_before(
        self, site: Site, alice: Person, bob: Person, carol: Person, album: str
    ) -> None:
        lets_in(alice, album, bob, "contributor")
        picture = prepared(site, bob, privacy="public")
        bob.put(f"/albums/{album}/images", {"ids": [picture]})
        assert bob.delete(f"/albums/{album}/editors/bob").status_code == 204
        assert (carol.sees(picture), bob.get(f"/albums/{album}").status_code) == (True, 404)


class TestRoles:
    @pytest.mark.parametrize(
        ("role", "adds", "arranges"), [("viewer", 403, 403), ("contributor", 200, 403), ("editor", 200, 200)]
    )
    def test_each_role_may_what_it_says(
        self, site: Site, alice: Person, bob: Person, album: str, kept: str, role: str, adds: int, arranges: int
    ) -> None:
        lets_in(alice, album, bob, role)
        own = prepared(site, bob)
        at = f"/albums/{album}"
        images = {"ids": [own]}
        assert bob.put(f"{at}/images", images).status_code == adds
        assert bob.call("DELETE", f"{at}/images", json=images).status_code == adds
        assert bob.upload(album=album).status_code == (201 if adds == 200 else 403)
        assert bob.patch(at, {"title": "New", "tags": ["cup"], "cover": kept}).status_code == arranges
        assert bob.call("DELETE", f"{at}/images", json={"ids": [kept]}).status_code == arranges
        assert bob.get(f"{at}/changes").status_code == arranges
        assert bob.get(f"{at}/editors").status_code == 200

    def test_only_the_owner_gives_roles_changes_privacy_deletes_and_undoes(
        self, alice: Person, bob: Person, carol: Person, album: str
    ) -> None:
        lets_in(alice, album, bob, "editor")
        at = f"/albums/{album}"
        for answer in (
            bob.put(f"{at}/editors/carol", {"role": "viewer"}),
            bob.put(f"{at}/editors/bob", {"role": "editor"}),
            bob.delete(f"{at}/editors/alice"),
            bob.patch(at, {"privacy": "public"}),
            bob.patch(at, {"title": "x", "comments_closed": True}),
            bob.patch(at, {"parent": None}),
            bob.post(f"{at}/changes/undo", {"person": "bob"}),
            bob.post(f"{at}/links", {}),
            bob.delete(at),
        ):
            assert answer.status_code == 403
        assert carol.get(f"{at}/editors").status_code == carol.get(f"{at}/changes").status_code == 404

    def test_nobody_adds_the_pictures_of_others(self, alice: Person, bob: Person, album: str, kept: str) -> None:
        lets_in(alice, album, bob, "editor")
        assert bob.put(f"/albums/{album}/images", {"ids": [kept]}).status_code == 404

    def test_what_an_editor_takes_out_is_no_more_visible(
        self, site: Site, alice: Person, bob: Person, carol: Person
    ) -> None:
        picture = prepared(site, alice, privacy="public")
        album = album_of(alice, picture)
        lets_in(alice, album, bob, "editor")
        assert bob.call("DELETE", f"/albums/{album}/images", json={"ids": [picture]}).status_code == 200
        assert (alice.image(picture)["album"], carol.sees(picture)) == (None, False)

    def test_a_role_is_given_to_who_can_be_known(self, site: Site, alice: Person, bob: Person, album: str) -> None:
        at = f"/albums/{album}/editors"
        assert alice.put(f"{at}/nobody", {"role": "viewer"}).status_code == 404
        assert alice.put(f"{at}/alice", {"role": "viewer"}).status_code == 422
        assert alice.put(f"{at}/bob", {"role": "owner"}).status_code == 422
        bob.put("/me/blocks/alice")
        assert alice.put(f"{at}/bob", {"role": "viewer"}).status_code == 404

    def test_they_are_told_once_and_listed(self, alice: Person, bob: Person, album: str) -> None:
        lets_in(alice, album, bob, "viewer")
        lets_in(alice, album, bob, "editor")
        [told] = bob.get("/notifications").json["items"]
        assert (told["kind"], told["subject"]["id"], told["actors"][0]["name"]) == ("invited", album, "alice")
        listed = bob.get(f"/albums/{album}/editors").json
        assert (listed["owner"]["name"], [(one["name"], one["role"]) for one in listed["items"]]) == (
            "alice",
            [("bob", "editor")],
        )
        alice.delete(f"/albums/{album}/editors/bob")
        assert bob.get("/notifications").json["items"] == []
