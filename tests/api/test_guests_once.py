"""POST /share/TOKEN/images with an `Idempotency-Key`: sent again after a broken connection it is kept once."""

import io

import pytest
from werkzeug.test import TestResponse

from tests.api.sharing import album_of, linked
from tests.factories import picture
from tests.people import Person


@pytest.fixture
def token(alice: Person) -> str:
    """Of a link that takes one picture."""
    return linked(alice, f"/albums/{album_of(alice)}", upload=True, max_uploads=1)


def sends(guest: Person, token: str, file: bytes, *, key: str = "k-1", name: str = "Grandma") -> TestResponse:
    data = {"file": (io.BytesIO(file), "a.jpg"), "name": name}
    return guest.call("POST", f"/share/{token}/images", data=data, headers={"Idempotency-Key": key})


def test_the_same_again_gets_the_same_answer_and_is_counted_once(alice: Person, visitor: Person, token: str) -> None:
    file = picture()
    first, again = (sends(visitor, token, file) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json) == (201, {"state": "waiting"})
    assert alice.get("/me").json["usage"]["images"] == 1
    assert sends(visitor, token, file, key="k-2").status_code == 409


def test_a_key_with_another_picture_or_name_is_refused(visitor: Person, token: str) -> None:
    file = picture()
    assert sends(visitor, token, file).status_code == 201
    for other in (sends(visitor, token, picture()), sends(visitor, token, file, name="Grandpa")):
        assert (other.status_code, other.json["type"]) == (422, "/problems/key-reused")


def test_a_key_counts_for_its_link_alone(alice: Person, visitor: Person, token: str) -> None:
    album = album_of(alice)
    other, file = linked(alice, f"/albums/{album}", upload=True), picture()
    assert [sends(visitor, one, file).status_code for one in (token, other)] == [201, 201]
    assert sends(visitor, other, picture()).status_code == 422


def test_a_link_that_has_ended_answers_no_more(alice: Person, visitor: Person) -> None:
    album, file = album_of(alice), picture()
    token = linked(alice, f"/albums/{album}", upload=True)
    assert sends(visitor, token, file).status_code == 201
    [link] = alice.get(f"/albums/{album}/links").json["items"]
    alice.delete(f"/albums/{album}/links/{link['id']}")
    assert sends(visitor, token, file).status_code == 404
