"""Files that come in pieces: what came stays, whatever breaks, and a picture goes through the gates of any upload."""

import base64
import hashlib
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from cms.extensions import db, now
from cms.settings import Settings
from cms.transaction import writing
from cms.uploads.models import Upload
from tests.api.test_quota import set_limits
from tests.factories import picture
from tests.people import Person
from tests.pieces import TUS, begins, begun, offset, sends, sent
from tests.site import Site, open_site
from workers.schedule import sweep


def objects(site: Site, prefix: str = "uploads/") -> list[str]:
    return [one.key for one in site.app.extensions["backends"].storage.listing(prefix)]


def test_a_picture_that_came_in_pieces_is_the_picture_that_was_sent(site: Site, alice: Person) -> None:
    file = picture()
    answer = sent(alice, file, pieces=3, filename="dune.jpg", title="Dune", privacy="public", tags="sand\nwide sky")
    image = alice.at("GET", answer.headers["Content-Location"]).json
    assert (answer.status_code, image["title"], [tag["label"] for tag in image["tags"]]) == (
        204,
        "Dune",
        ["sand", "wide sky"],
    )
    assert alice.get(f"/images/{image['id']}/original").data == file
    site.work_off("remove-objects")
    assert objects(site) == []


def test_whoever_lost_the_last_answer_asks_what_became_of_it(alice: Person) -> None:
    upload_id = begun(alice, len(file := picture()))
    image = sends(alice, upload_id, file, at=0).headers["Content-Location"]
    told = alice.get(f"/uploads/{upload_id}").json
    assert (told["state"], told["offset"], f"/api/v1/images/{told['image']}") == ("done", len(file), image)


def test_what_came_before_the_line_broke_is_kept(alice: Person) -> None:
    upload_id = begun(alice, 100)
    sends(alice, upload_id, b"", at=0, data=None, input_stream=io.BytesIO(b"x" * 60), content_length=100)
    assert offset(alice, upload_id) == 60


def test_of_two_requests_for_one_place_one_wins(site: Site, alice: Person) -> None:
    upload_id, together = begun(alice, 50_000), threading.Barrier(2)

    def send(letter: bytes) -> int:
        own = Person(site.app, site.app.test_client(use_cookies=False), token=alice.token)
        together.wait(10)
        return sends(own, upload_id, letter * 20_000, at=0).status_code

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(send, (b"a", b"b"))) == [204, 409]
    assert (offset(alice, upload_id), len(objects(site))) == (20_000, 1)


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_bytes_that_are_not_those_that_were_sent_are_refused(alice: Person, algorithm: str) -> None:
    upload_id, digest = begun(alice, 10), hashlib.new(algorithm, b"hello").digest()
    told = {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}
    assert sends(alice, upload_id, b"hallo", at=0, headers=told).status_code == 460
    assert offset(alice, upload_id) == 0
    assert sends(alice, upload_id, b"hello", at=0, headers=told).headers["Upload-Offset"] == "5"


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (409, {"Upload-Offset": "3"}),
        (412, {"Tus-Resumable": "0.2.2"}),
        (415, {"Content-Type": "application/octet-stream"}),
        (400, {"Upload-Offset": "two"}),
        (400, {"Upload-Checksum": "md5 aaaa"}),
        (413, {}),
    ],
)
def test_what_is_not_as_tus_has_it_is_refused_and_nothing_is_kept(
    site: Site, alice: Person, status: int, headers: dict[str, str]
) -> None:
    answer = sends(alice, upload_id := begun(alice, 5), b"hello" + b"!" * (status == 413), at=0, headers=headers)
    assert (answer.status_code, answer.headers["Tus-Resumable"]) == (status, "1.0.0")
    assert (offset(alice, upload_id), objects(site)) == (0, [])


def test_a_request_brings_ten_megabytes_at_most(alice: Person) -> None:
    upload_id = begun(alice, 11_000_000)
    assert sends(alice, upload_id, b"x" * 10_000_001, at=0).status_code == 413
    assert sends(alice, upload_id, b"x" * 10_000_000, at=0).status_code == 204


def test_the_terms_are_told_to_whoever_asks(site: Site) -> None:
    told = site.visitor.call("OPTIONS", "/uploads").headers
    assert (told["Tus-Version"], told["Tus-Extension"], told["Tus-Max-Size"]) == (
        "1.0.0",
        "creation,expiration,termination,checksum",
        "20000000000",
    )


def test_nobody_else_learns_of_an_upload(alice: Person, bob: Person) -> None:
    upload_id = begun(alice, 10)
    assert bob.call("HEAD", f"/uploads/{upload_id}", headers=TUS).status_code == 404
    assert sends(bob, upload_id, b"x", at=0).status_code == 404
    assert bob.call("DELETE", f"/uploads/{upload_id}", headers=TUS).status_code == 404
    assert offset(alice, upload_id) == 0


def test_what_is_no_picture_is_refused_at_its_end_as_any_upload_is(alice: Person) -> None:
    upload_id = begun(alice, 10)
    sends(alice, upload_id, b"hello", at=0)
    answer = sends(alice, upload_id, b"world", at=5)
    assert (answer.status_code, answer.json["type"]) == (415, "/problems/not-a-picture")
    assert (offset(alice, upload_id), alice.ids("/people/alice/images")) == (5, [])


def test_a_length_beyond_what_is_left_or_taken_is_refused_before_a_byte_comes(site: Site, alice: Person) -> None:
    assert begins(alice, 100_000_001).status_code == 413
    assert begins(alice, 100_000_001, kind="import").status_code == 201
    set_limits(site, alice, bytes=150_000_000)
    assert begins(alice, 50_000_000, kind="import").json["type"] == "/problems/quota-full"


def test_an_upload_that_is_given_up_leaves_nothing(site: Site, alice: Person) -> None:
    sends(alice, upload_id := begun(alice, 10), b"hello", at=0)
    assert alice.call("DELETE", f"/uploads/{upload_id}", headers=TUS).status_code == 204
    site.work_off("remove-objects")
    assert (alice.get(f"/uploads/{upload_id}").status_code, objects(site)) == (404, [])


def test_what_got_no_byte_for_a_day_is_swept_and_what_did_is_not(site: Site, alice: Person) -> None:
    old, young = begun(alice, 10), begun(alice, 10)
    for upload_id in (old, young):
        sends(alice, upload_id, b"hello", at=0)
    with site.app.app_context():
        with writing():
            rests = update(Upload).filter_by(id=old).values(touched_at=now() - timedelta(hours=25))
            db.session.execute(rests)
        sweep()
    site.work_off("remove-objects")
    assert (alice.get(f"/uploads/{old}").status_code, offset(alice, young), len(objects(site))) == (404, 5, 1)


@pytest.mark.parametrize("settings", ["sqlite", "mariadb"], indirect=True)
def test_an_upload_goes_on_at_another_web(settings: Settings, site: Site, alice: Person) -> None:
    other: Any = open_site(settings)
    there = Person(other.app, other.app.test_client(use_cookies=False), token=alice.token)
    upload_id = begun(alice, len(file := picture()))
    sends(alice, upload_id, file[:1000], at=0)
    answer = sends(there, upload_id, file[1000:], at=offset(there, upload_id))
    assert alice.at("GET", answer.headers["Content-Location"]).status_code == 200
    with other.app.app_context():
        db.engine.dispose()
