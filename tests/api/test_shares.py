"""Share links: whoever holds one sees one thing and no more, as long as it holds."""

from datetime import timedelta
from typing import Any

import pytest

from cms.extensions import db, now
from cms.images.models import Album
from cms.shares.models import ShareLink
from cms.transaction import reading, writing
from tests.api.sharing import WORD, album_of, collection_of, linked, paths, shown, statuses
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared, set_image


@pytest.fixture
def kept(site: Site, alice: Person) -> str:
    """A private picture of alice's."""
    return prepared(site, alice, title=WORD)


def change_link(site: Site, **columns: Any) -> None:
    with site.app.app_context(), writing():
        db.session.execute(db.update(ShareLink).values(**columns))


class TestOpening:
    def test_whoever_holds_the_link_sees_a_private_picture(self, alice: Person, visitor: Person, kept: str) -> None:
        token = linked(alice, f"/images/{kept}", download=True)
        found = visitor.get(f"/share/{token}").json
        assert (found["kind"], found["title"], found["count"], found["image"]["id"]) == ("image", WORD, 1, kept)
        assert found["owner"] == {"name": "alice", "display_name": "Alice"}
        assert shown(visitor, token) == [kept]
        assert visitor.client.get(found["image"]["renditions"]["400"]).status_code == 200
        assert visitor.client.get(found["image"]["original"]).status_code == 200
        assert not visitor.sees(kept)

    def test_it_opens_that_picture_alone(self, site: Site, alice: Person, visitor: Person, kept: str) -> None:
        other = prepared(site, alice)
        token = linked(alice, f"/images/{kept}", download=True)
        for path in paths(token, other)[2:]:
            assert visitor.get(path).status_code == 404

    def test_an_album_shows_its_pictures_and_none_beside(
        self, site: Site, alice: Person, visitor: Person, kept: str
    ) -> None:
        below, beside = prepared(site, alice), prepared(site, alice)
        album = album_of(alice, kept)
        album_of(alice, below, parent=album)
        token = linked(alice, f"/albums/{album}")
        found = visitor.get(f"/share/{token}").json
        assert (found["kind"], found["title"], found["count"], found["image"]) == ("album", "Cups", 1, None)
        assert shown(visitor, token) == [kept]
        assert [visitor.get(paths(token, one)[2]).status_code for one in (kept, below, beside)] == [200, 200, 404]

    def test_a_picture_that_is_kept_closer_than_its_album_stays_at_home(
        self, site: Site, alice: Person, visitor: Person, kept: str
    ) -> None:
        open_one = prepared(site, alice, privacy="public")
        token = linked(alice, f"/albums/{album_of(alice, kept, open_one, privacy='public')}")
        assert shown(visitor, token) == [open_one]
        assert visitor.get(f"/share/{token}").json["count"] == 1
        assert visitor.get(paths(token, kept)[2]).status_code == 404

    def test_a_collection_shows_own_pictures_and_what_is_public_of_others(
        self, site: Site, alice: Person, bob: Person, visitor: Person, kept: str
    ) -> None:
        foreign = prepared(site, bob, privacy="public")
        collection = collection_of(alice, kept, foreign)
        token = linked(alice, f"/collections/{collection}")
        assert shown(visitor, token) == [foreign, kept]
        assert visitor.get(f"/share/{token}").json["count"] == 2
        bob.patch(f"/images/{foreign}", {"privacy": "private"})
        assert shown(visitor, token) == shown(alice, token) == [kept]
        assert visitor.get(f"/share/{token}").json["count"] == alice.get(f"/share/{token}").json["count"] == 1
        assert visitor.get(paths(token, foreign)[2]).status_code == 404

    def test_pages_of_a_list_show_every_picture_once(
        self, site: Site, alice: Person, visitor: Person, kept: str
    ) -> None:
        ids = [kept, *(prepared(site, alice) for _ in range(2))]
        token = linked(alice, f"/albums/{album_of(alice, *ids)}")
        first = visitor.get(f"/share/{token}/images", limit=2).json
        second = visitor.get(f"/share/{token}/images", limit=2, cursor=first["next"]).json
        assert [one["id"] for one in (*first["items"], *second["items"])] == ids[::-1]
        assert second["next"] is None

    def test_what_the_models_or_moderators_hold_back_is_not_shown(
        self, site: Site, alice: Person, visitor: Person, kept: str
    ) -> None:
        token = linked(alice, f"/images/{kept}", download=True)
        for review in ("held", "hidden", "pending"):
            set_image(site, kept, review=review)
            assert statuses(visitor, token, kept) == [404] * 4

    def test_an_album_that_a_moderator_hides_is_closed_with_all_in_it(
        self, site: Site, alice: Person, visitor: Person, kept: str
    ) -> None:
        above = album_of(alice)
        album = album_of(alice, kept, parent=above)
        token, single = linked(alice, f"/albums/{album}"), linked(alice, f"/images/{kept}")
        with site.app.app_context(), writing():
            db.session.execute(db.update(Album).where(Album.id == above).values(is_hidden=True))
        assert statuses(visitor, token, kept) == statuses(visitor, single, kept) == [404] * 4

    def test_whom_the_maker_has_blocked_sees_nothing_while_logged_in(
        self, alice: Person, bob: Person, kept: str
    ) -> None:
        token = linked(alice, f"/images/{kept}")
        assert bob.get(f"/share/{token}").status_code == 200
        alice.put("/me/blocks/bob")
        assert statuses(bob, token, kept) == [404] * 4

    def test_no_answer_may_be_indexed_kept_or_told_to_others(self, alice: Person, visitor: Person, kept: str) -> None:
        token = linked(alice, f"/images/{kept}", download=True)
        for path in (*paths(token, kept), "/share/never"):
            answer = visitor.get(path)
            assert "noindex" in answer.headers["X-Robots-Tag"], path
            assert answer.headers["Referrer-Policy"] == "no-referrer", path
            assert answer.headers["Cache-Control"] == "private, no-store", path

    def test_its_page_tells_machines_nothing_and_is_gone_with_the_link(
        self, alice: Person, visitor: Person, kept: str
    ) -> None:
        token = linked(alice, f"/images/{kept}", max_views=1)
        page = visitor.page(f"/s/{token}")
        assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert WORD not in page.text
        assert alice.get(f"/images/{kept}/links").json["items"][0]["views"] == 0
        alice.delete(f"/images/{kept}")
        assert [visitor.page(f"/s/{one}").status_code for one in (token, "never")] == [404, 404]

    def test_a_look_takes_few_statements(self, site: Site, alice: Person, visitor: Person, kept: str) -> None:
        token = linked(alice, f"/albums/{album_of(alice, kept)}")
        with site.app.app_context():
            engine = db.engine
        for path in paths(token, kept)[:3]:
            with Statements(engine) as counted:
                assert visitor.get(path).status_code == 200
            assert len(counted) <= 5, (path, list(counted))


class TestMaking:
    def test_only_its_owner_shares_a_thing(self, site: Site, alice: Person, bob: Person, visitor: Person) -> None:
        image = prepared(site, alice, privacy="public")
        album = album_of(alice, privacy="public")
        for path in (f"/images/{image}/links", f"/albums/{album}/links"):
            assert [one.post(path, {}).status_code for one in (visitor, bob)] == [401, 403]
            assert [one.get(path).status_code for one in (visitor, bob)] == [401, 403]

    def test_of_what_one_does_not_see_nothing_is_told(self, alice: Person, bob: Person, kept: str) -> None:
        for path in (f"/images/{kept}/links", "/images/never/links", "/collections/never/links"):
            assert bob.post(path, {}).status_code == bob.get(path).status_code == 404

    def test_the_secret_is_told_once_and_only_its_hash_is_kept(self, site: Site, alice: Person, kept: str) -> None:
        made = alice.post(f"/images/{kept}/links", {"password": "open sesame"}).json
        assert len(made["token"]) >= 43
        assert made["link"].endswith(f"/s/{made['token']}")
        assert "token" not in alice.get(f"/images/{kept}/links").json["items"][0]
        with site.app.app_context(), reading():
            row = db.session.execute(db.select(ShareLink.__table__)).one()
        assert made["token"] not in str(row)
        assert "sesame" not in str(row)

    def test_the_list_tells_of_each_link_how_often_it_was_opened(
        self, alice: Person, visitor: Person, kept: str
    ) -> None:
        token = linked(alice, f"/images/{kept}", password="open sesame", max_views=9)
        linked(alice, f"/images/{kept}", download=True, metadata=True)
        visitor.get(f"/share/{token}")
        second, first = alice.get(f"/images/{kept}/links").json["items"]
        assert (first["has_password"], first["max_views"], first["views"], first["open"]) == (True, 9, 0, True)
        assert (second["download"], second["metadata"], second["has_password"]) == (True, True, False)

    @pytest.mark.parametrize(
        "terms",
        [
            {"expires_at": "2020-01-01T00:00:00Z"},
            {"expires_at": "9999-12-31T23:59:59-12:00"},
            {"max_views": 0},
            {"password": "abc"},
            {"upload": True},
            {"views": 3},
        ],
    )
    def test_terms_that_cannot_be_are_refused(self, alice: Person, kept: str, terms: dict[str, Any]) -> None:
        assert alice.post(f"/images/{kept}/links", terms).status_code == 422

    def test_a_limited_account_makes_none(self, site: Site, alice: Person, kept: str) -> None:
        with site.app.app_context(), writing():
            db.session.execute(
                db.text("UPDATE accounts SET limited_until = :until WHERE name = 'alice'"),
                {"until": (now() + timedelta(days=1)).replace(tzinfo=None)},
            )
        assert alice.post(f"/images/{kept}/links", {}).status_code == 403


class TestEnding:
    def test_a_revoked_link_is_dead_for_who_is_inside_and_never_returns(
        self, site: Site, alice: Person, kept: str
    ) -> None:
        token, guest = linked(alice, f"/images/{kept}", max_views=50, download=True), site.browser
        assert statuses(guest, token, kept) == [200] * 4
        [link] = alice.get(f"/images/{kept}/links").json["items"]
        assert alice.delete(f"/images/{kept}/links/{link['id']}").status_code == 204
        assert statuses(guest, token, kept) == [404] * 4
        assert alice.delete(f"/images/{kept}/links/{link['id']}").status_code == 404
        assert linked(alice, f"/images/{kept}") != token
        assert statuses(guest, token, kept) == [404] * 4

    def test_nobody_revokes_what_is_of_another_thing(self, site: Site, alice: Person, kept: str) -> None:
        token, other = linked(alice, f"/images/{kept}"), prepared(site, alice)
        [link] = alice.get(f"/images/{kept}/links").json["items"]
        assert alice.delete(f"/images/{other}/links/{link['id']}").status_code == 404
        assert site.visitor.get(f"/share/{token}").status_code == 200

    def test_after_its_end_it_opens_nothing(self, site: Site, alice: Person, visitor: Person, kept: str) -> None:
        token = linked(alice, f"/images/{kept}", expires_at=(now() + timedelta(hours=1)).isoformat(), download=True)
        assert statuses(visitor, token, kept) == [200] * 4
        change_link(site, expires_at=now() - timedelta(seconds=1))
        assert statuses(visitor, token, kept) == [404] * 4
        assert alice.get(f"/images/{kept}/links").json["items"][0]["open"] is False

    def test_what_is_in_the_trash_is_closed_and_what_is_erased_has_no_links(
        self, site: Site, alice: Person, visitor: Person, kept: str
    ) -> None:
        token = linked(alice, f"/images/{kept}", download=True)
        album, collection = album_of(alice), collection_of(alice, kept)
        linked(alice, f"/albums/{album}")
        linked(alice, f"/collections/{collection}")
        alice.delete(f"/images/{kept}")
        assert statuses(visitor, token, kept) == [404] * 4
        alice.delete(f"/images/{kept}", forever="true")
        alice.delete(f"/albums/{album}")
        alice.delete(f"/collections/{collection}")
        with site.app.app_context(), reading():
            assert db.session.scalars(db.select(ShareLink)).all() == []

    def test_the_links_of_a_suspended_account_are_closed(
        self, site: Site, alice: Person, mod: Person, visitor: Person, kept: str
    ) -> None:
        tokens = [
            linked(alice, path)
            for path in (f"/images/{kept}", f"/albums/{album_of(alice)}", f"/collections/{collection_of(alice)}")
        ]
        with site.app.app_context(), writing():
            db.session.execute(db.text("UPDATE accounts SET active = 0 WHERE name = 'alice'"))
        assert [visitor.get(f"/share/{token}").status_code for token in tokens] == [404] * 3
