"""The terms of a share link: a number of looks, a password, what of a file goes along."""

import threading

import pytest

from tests.api.sharing import WORD, collection_of, linked, paths, statuses
from tests.media.pictures import encoded, exif, halves
from tests.people import Person
from tests.site import Site
from tests.states import prepared, set_image


@pytest.fixture
def kept(site: Site, alice: Person) -> str:
    """A private picture of alice's."""
    return prepared(site, alice, title=WORD)


@pytest.fixture
def photograph(site: Site, alice: Person) -> str:
    """One whose file tells where, when and with what it was taken."""
    image_id = alice.adds(encoded(halves(), "jpeg", exif=exif()), title="Halves")
    site.work_off("prepare-image")
    set_image(site, image_id, review="passed")
    return image_id


class TestLooks:
    def test_each_look_is_counted_and_after_the_last_there_is_none(
        self, alice: Person, visitor: Person, kept: str
    ) -> None:
        token = linked(alice, f"/images/{kept}", max_views=2)
        for method, status in (("HEAD", 200), ("GET", 200), ("GET", 200), ("GET", 404), ("HEAD", 404)):
            assert visitor.call(method, f"/share/{token}").status_code == status
        [link] = alice.get(f"/images/{kept}/links").json["items"]
        assert (link["views"], link["open"]) == (2, False)

    def test_pictures_belong_to_a_look_and_last_as_long(self, site: Site, alice: Person, kept: str) -> None:
        token, guest = linked(alice, f"/images/{kept}", max_views=1, download=True), site.browser
        assert [guest.get(path).status_code for path in paths(token, kept)[1:]] == [404] * 3
        assert statuses(guest, token, kept) == [200] * 4
        assert statuses(guest, token, kept) == [404, 200, 200, 200]
        assert statuses(site.browser, token, kept) == [404] * 4

    def test_many_at_once_get_no_look_too_many(self, site: Site, alice: Person, kept: str) -> None:
        token, found = linked(alice, f"/images/{kept}", max_views=5), []

        def look() -> None:
            found.append(site.visitor.get(f"/share/{token}").status_code)

        threads = [threading.Thread(target=look) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(found) == [200] * 5 + [404] * 11
        assert alice.get(f"/images/{kept}/links").json["items"][0]["views"] == 5


class TestPasswords:
    def test_nothing_is_shown_before_the_password_is_given(self, site: Site, alice: Person, kept: str) -> None:
        token, guest = linked(alice, f"/images/{kept}", password="open sesame", download=True), site.browser
        for path in paths(token, kept):
            answer = guest.get(path)
            assert answer.status_code == 401
            assert "link-locked" in answer.json["type"]
            assert WORD not in answer.text
        assert guest.post(f"/share/{token}/unlock", {"password": "wrong one"}).status_code == 401
        assert guest.post(f"/share/{token}/unlock", {"password": "open sesame"}).status_code == 204
        assert statuses(guest, token, kept) == [200] * 4
        assert site.browser.get(f"/share/{token}").status_code == 401

    def test_two_links_with_one_password_are_unlocked_one_by_one(self, site: Site, alice: Person, kept: str) -> None:
        first, second = (linked(alice, f"/images/{kept}", password="open sesame") for _ in range(2))
        guest = site.browser
        cookie = guest.post(f"/share/{first}/unlock", {"password": "open sesame"}).headers["Set-Cookie"]
        assert [guest.get(f"/share/{token}").status_code for token in (first, second)] == [200, 401]
        stolen = cookie.partition(";")[0]
        assert guest.call("GET", f"/share/{second}", headers={"Cookie": stolen}).status_code == 401
        assert {"HttpOnly", "SameSite=Strict", f"Path=/api/v1/share/{first}"} <= set(cookie.split("; "))

    def test_a_password_may_be_guessed_ten_times(self, alice: Person, visitor: Person, kept: str) -> None:
        token, other = (linked(alice, f"/images/{kept}", password="open sesame") for _ in range(2))
        tried = [visitor.post(f"/share/{token}/unlock", {"password": f"guess {n}"}).status_code for n in range(10)]
        assert tried == [401] * 10
        late = visitor.post(f"/share/{token}/unlock", {"password": "open sesame"})
        assert (late.status_code, int(late.headers["Retry-After"]) > 0) == (429, True)
        assert visitor.post(f"/share/{other}/unlock", {"password": "open sesame"}).status_code == 204

    def test_a_password_and_a_number_of_looks_go_together(self, site: Site, alice: Person, kept: str) -> None:
        token, guest = linked(alice, f"/images/{kept}", password="open sesame", max_views=1), site.browser
        guest.post(f"/share/{token}/unlock", {"password": "open sesame"})
        assert guest.get(paths(token, kept)[2]).status_code == 404
        assert [guest.get(f"/share/{token}").status_code for _ in range(2)] == [200, 404]
        assert guest.get(paths(token, kept)[2]).status_code == 200

    def test_no_log_tells_a_secret(
        self, alice: Person, visitor: Person, kept: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        token = linked(alice, f"/images/{kept}", password="open sesame")
        visitor.post(f"/share/{token}/unlock", {"password": "open sesame"})
        visitor.get(f"/share/{token}")
        assert "sesame" not in caplog.text
        assert token not in caplog.text


class TestSwitches:
    def test_without_download_there_is_no_original(self, alice: Person, visitor: Person, kept: str) -> None:
        token = linked(alice, f"/images/{kept}")
        assert visitor.get(f"/share/{token}").json["image"]["original"] is None
        assert visitor.get(paths(token, kept)[3]).status_code == 403

    def test_without_metadata_nothing_of_them_is_anywhere(
        self, alice: Person, visitor: Person, photograph: str
    ) -> None:
        alice.patch(f"/images/{photograph}", {"share_metadata": True})
        token = linked(alice, f"/images/{photograph}", download=True)
        own, told = alice.image(photograph), visitor.get(f"/share/{token}").json["image"]
        assert own["exif"]
        assert own["location"]
        assert not {"exif", "location", "place", "taken_at", "file_name", "sha256", "bytes"} & told.keys()
        file = visitor.get(paths(token, photograph)[3], download="true")
        whole = alice.get(f"/images/{photograph}/original").data
        make = own["exif"]["make"].encode()
        assert make in whole
        assert make not in file.data
        assert "a.jpg" not in str(file.headers)
        assert own["sha256"] not in str(file.headers)

    def test_with_metadata_the_file_is_whole_and_told_of(self, alice: Person, visitor: Person, photograph: str) -> None:
        token = linked(alice, f"/images/{photograph}", download=True, metadata=True)
        own, told = alice.image(photograph), visitor.get(f"/share/{token}").json["image"]
        assert {name: told[name] for name in ("exif", "location", "taken_at")} == {
            name: own[name] for name in ("exif", "location", "taken_at")
        }
        assert visitor.get(paths(token, photograph)[3]).data == alice.get(f"/images/{photograph}/original").data

    def test_nobody_shares_the_metadata_of_others(
        self, alice: Person, bob: Person, visitor: Person, photograph: str
    ) -> None:
        alice.patch(f"/images/{photograph}", {"privacy": "public"})
        token = linked(bob, f"/collections/{collection_of(bob, photograph)}", download=True, metadata=True)
        [told] = visitor.get(f"/share/{token}/images").json["items"]
        assert not {"exif", "location", "taken_at"} & told.keys()
        own = alice.image(photograph)
        assert own["exif"]["make"].encode() not in visitor.get(paths(token, photograph)[3]).data
        assert told["owner"]["name"] == "alice"
