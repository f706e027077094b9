"""Archives become albums and images with what sidecars say; what cannot land is reported, the rest lands."""

import io
import struct
import zipfile
from typing import Any

import pytest
from pydantic import SecretStr

from cms.settings import Settings
from tests.archives import imported, imports, takeout, xmp, zipped
from tests.factories import picture
from tests.people import Person
from tests.services.fixtures import OssAccount
from tests.site import Site, open_site
from workers.importing import jobs


def own(person: Person) -> list[Any]:
    found: list[Any] = person.get(f"/people/{person.name}/images", limit=100).json["items"]
    return found


def titles_above(person: Person, image: Any) -> list[str]:
    """Of the albums that an image is in, outermost first."""
    album = person.get(f"/albums/{image['album']['id']}").json
    return [*(one["title"] for one in album["ancestors"]), album["title"]]


def linked(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path)
    info.external_attr = 0o120777 << 16
    return info


def encrypted(archive: bytes) -> bytes:
    """The same with every file marked as encrypted."""
    marked = bytearray(archive)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = marked.find(sign)
        while place >= 0:
            marked[place + at] |= 1
            place = marked.find(sign, place + 4)
    return bytes(marked)


def test_folders_become_albums_and_sidecars_what_is_said(site: Site, alice: Person) -> None:
    files = {"2019/Lake/a.jpg": picture(), "2019/Lake/a.xmp": xmp(title="Dawn"), "__MACOSX/2019/._a.jpg": b"x"}
    told = imported(site, alice, zipped(files))
    assert (told["state"], told["problems"]) == ("done", [])
    assert told["counts"] == {"members": 1, "images": 1, "albums": 2, "skipped": 0, "failed": 0}
    image = alice.image(own(alice)[0]["id"])
    assert titles_above(alice, image) == ["2019", "Lake"]
    assert (image["title"], image["description"], image["rating"]) == ("Dawn", "At the lake", 4)
    assert {tag["label"] for tag in image["tags"]} >= {"owl", "eagle", "shore"}
    assert (image["taken_at"][:19], image["privacy"]) == ("2019-05-04T07:30:00", "private")


@pytest.mark.parametrize("beside", ["a(1).jpg.supplemental-metadata.json", "a.jpg.suppl(1).json", "a.jpg(1).json"])
def test_what_takeout_tells_is_kept_but_not_who_is_seen(site: Site, alice: Person, beside: str) -> None:
    beside = beside.replace("a(1).jpg.s", "a.jpg.s").replace("metadata.json", "metadata(1).json")
    told = takeout(title="IMG.jpg", caption="Harbour", seconds=1_500_000_000)
    folder = "Takeout/Google Photos/Trip"
    imported(site, alice, zipped({f"{folder}/a(1).jpg": picture(), f"{folder}/{beside}": told}))
    site.work_off("prepare-image")
    image = alice.image(own(alice)[0]["id"])
    assert (image["description"], image["taken_at"][:10], titles_above(alice, image)) == (
        "Harbour",
        "2017-07-14",
        ["Trip"],
    )
    assert image["place"]["label"].startswith("Stockholm")
    assert "Somebody" not in str(image)


def test_what_cannot_land_is_reported_and_the_rest_lands(site: Site, alice: Person) -> None:
    alice.adds(known := picture())
    broken, archive = picture(), io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        for path, content in {"../out.jpg": picture(), "/root.jpg": picture(), "C:\\x.jpg": picture()}.items():
            out.writestr(path, content)
        out.writestr(linked("link.jpg"), "/etc/passwd")
        out.writestr("inner.zip", zipped({"a.jpg": picture()}))
        out.writestr("bomb.jpg", b"\0" * 3_000_000, zipfile.ZIP_DEFLATED)
        out.writestr("text.jpg", b"hello")
        out.writestr("broken.jpg", broken)
        out.writestr("known.jpg", known)
        out.writestr("good.jpg", picture())
        out.writestr("Thumbs.db", b"x")
    told = imported(site, alice, archive.getvalue().replace(broken, broken[:-9] + b"x" * 9))
    assert told["counts"] == {"members": 10, "images": 1, "albums": 0, "skipped": 1, "failed": 8}
    assert {one["path"]: one["reason"].partition(" that Pixels takes")[0] for one in told["problems"]} == {
        "../out.jpg": "Its path leads out of the archive.",
        "/root.jpg": "Its path leads out of the archive.",
        "C:\\x.jpg": "Its path leads out of the archive.",
        "link.jpg": "It is a link or another special file.",
        "inner.zip": "It is an archive itself.",
        "bomb.jpg": "It unpacks to far more than it is.",
        "text.jpg": "This is not a picture in a format",
        "broken.jpg": "This file of the archive is broken.",
    }


def test_an_encrypted_file_is_reported(site: Site, alice: Person) -> None:
    told = imported(site, alice, encrypted(zipped({"a.jpg": picture()})))
    assert [one["reason"] for one in told["problems"]] == ["It is encrypted."]


def test_files_that_share_their_bytes_are_a_bomb(site: Site, alice: Person) -> None:
    archive = bytearray(zipped({"a.jpg": picture(), "b.jpg": picture()}))
    second = archive.find(b"PK\x01\x02", archive.find(b"PK\x01\x02") + 4)
    archive[second + 42 : second + 46] = struct.pack("<L", 8)
    told = imported(site, alice, bytes(archive))
    assert (told["counts"]["failed"], told["counts"]["images"]) == (1, 1)


def test_more_than_may_be_in_an_archive_is_left_out(settings: Settings) -> None:
    blank = b"BM" + bytes(3000)
    small = open_site(settings.model_copy(update={"max_import_bytes": 5_000}))
    told = imported(small, small.person("alice"), zipped({"a.bmp": blank, "b.bmp": blank}, packed=zipfile.ZIP_DEFLATED))
    assert told["problems"][1] == {"path": "b.bmp", "reason": "The archive holds more than can be taken."}


def test_an_archive_is_read_part_by_part_where_an_object_store_keeps_it(
    settings: Settings, oss_account: OssAccount
) -> None:
    keys = {"oss_access_key_id": oss_account.key_id, "oss_access_key_secret": oss_account.secret}
    secrets = {name: SecretStr(value) for name, value in keys.items()}
    site = open_site(settings.model_copy(update={"storage_url": oss_account.url, **secrets}))
    told = imported(site, site.person("alice"), zipped({f"Lake/{number}.jpg": picture() for number in range(3)}))
    assert (told["counts"]["images"], told["counts"]["failed"]) == (3, 0)


def test_what_is_no_archive_fails_with_a_sentence(site: Site, alice: Person) -> None:
    told = imported(site, alice, b"PK\x03\x04" + b"no archive" * 10)
    assert (told["state"], told["problem"]) == ("failed", "This is no ZIP that can be read.")


@pytest.mark.parametrize("settings", ["sqlite", "mariadb"], indirect=True)
def test_the_same_archive_again_doubles_nothing(site: Site, alice: Person) -> None:
    archive = zipped({"Lake/a.jpg": picture(), "Lake/b.jpg": picture()})
    imported(site, alice, archive)
    again = imported(site, alice, archive)
    assert again["counts"] == {"members": 2, "images": 0, "albums": 0, "skipped": 2, "failed": 0}
    assert (len(own(alice)), len(alice.get("/people/alice/albums").json["items"])) == (2, 1)


def test_an_import_goes_on_in_slices_below_an_album_and_is_told_live(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SECONDS_AT_ONCE", -1.0)
    album = alice.post("/albums", {"title": "Old", "category": "other", "privacy": "public"}).json["id"]
    import_id = imports(alice, zipped({"a.jpg": picture()}), album=album, privacy="public")
    jobs.import_archive(import_id)
    assert alice.get(f"/imports/{import_id}").json["state"] == "running"
    monkeypatch.setattr(jobs, "SECONDS_AT_ONCE", 2.0)
    site.work_off("import-archive")
    assert [one["album"]["title"] for one in own(alice)] == ["Old"]
    assert alice.get("/imports").json["items"][0]["counts"]["images"] == 1


def test_a_cancelled_import_keeps_nothing_of_the_archive(site: Site, alice: Person, bob: Person) -> None:
    import_id = imports(alice, zipped({"a.jpg": picture()}))
    assert bob.post(f"/imports/{import_id}/cancel").status_code == 404
    assert alice.post(f"/imports/{import_id}/cancel").json["state"] == "cancelled"
    site.work_off()
    assert (own(alice), list(site.app.extensions["backends"].storage.listing("uploads/"))) == ([], [])


def test_an_archive_may_come_as_a_form_and_begins_once(site: Site, alice: Person) -> None:
    form = {"file": (io.BytesIO(zipped({"a.jpg": picture()})), "trip.zip"), "privacy": "public"}
    told = alice.call("POST", "/imports", data=form).json
    site.work_off("import-archive")
    after = alice.get(f"/imports/{told['id']}").json
    assert (told["state"], told["file_name"], after["counts"]["images"]) == ("pending", "trip.zip", 1)


def test_only_a_whole_archive_of_ones_own_is_imported(alice: Person, bob: Person) -> None:
    import_id = imports(alice, zipped({"a.jpg": picture()}))
    assert bob.get(f"/imports/{import_id}").status_code == 404
    assert alice.post("/imports", {"upload": "never-there"}).status_code == 404
