"""GET /albums/ID/zip: streamed with a known length, goes on where it broke off, holds only what its reader may have."""

import io
import zipfile

import pytest

from tests.factories import picture
from tests.people import Person
from tests.site import Site
from tests.states import prepared


@pytest.fixture
def files() -> list[bytes]:
    return [picture() for _ in range(3)]


@pytest.fixture
def album_id(alice: Person, site: Site, files: list[bytes]) -> str:
    """A public album of two open pictures and a private one."""
    levels = ("public", "public", "private")
    ids = [
        prepared(site, alice, file, privacy=level, title=f"picture {number}", description=f"said {number}")
        for number, (file, level) in enumerate(zip(files, levels, strict=True))
    ]
    made = alice.post("/albums", {"title": "Sea / Dunes", "category": "food", "privacy": "public", "images": ids})
    return str(made.json["id"])


def opened(data: bytes) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(data))
    assert found.testzip() is None
    return found


def test_the_owner_gets_every_original_under_its_title_with_its_caption(
    alice: Person, album_id: str, files: list[bytes]
) -> None:
    answer = alice.get(f"/albums/{album_id}/zip")
    found = opened(answer.data)
    assert [found.read(f"picture {number}.jpg") for number in range(3)] == files
    assert all(f"said {number}" in found.read("captions.csv").decode() for number in range(3))
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "Sea _ Dunes.zip" in answer.headers["Content-Disposition"]


def test_others_get_what_they_may_have_and_no_more_names(visitor: Person, album_id: str) -> None:
    found = opened(visitor.get(f"/albums/{album_id}/zip").data)
    assert found.namelist() == ["picture 0.jpg", "picture 1.jpg", "captions.csv"]
    assert "picture 2" not in found.read("captions.csv").decode()


@pytest.mark.parametrize("who", ["alice", "visitor"])
def test_a_broken_download_goes_on_where_it_was(request: pytest.FixtureRequest, album_id: str, who: str) -> None:
    person: Person = request.getfixturevalue(who)
    whole = person.get(f"/albums/{album_id}/zip")
    half = len(whole.data) // 2
    headers = {"Range": f"bytes={half}-", "If-Range": whole.headers["ETag"]}
    rest = person.call("GET", f"/albums/{album_id}/zip", headers=headers)
    assert (rest.status_code, rest.headers["Content-Range"]) == (
        206,
        f"bytes {half}-{len(whole.data) - 1}/{len(whole.data)}",
    )
    assert whole.data[:half] + rest.data == whole.data


def test_a_download_begins_anew_when_something_changed(alice: Person, album_id: str) -> None:
    tag = alice.get(f"/albums/{album_id}/zip").headers["ETag"]
    alice.call("PUT", f"/albums/{album_id}/images", json={"ids": [alice.adds()]})
    answer = alice.call("GET", f"/albums/{album_id}/zip", headers={"Range": "bytes=9-", "If-Range": tag})
    assert answer.status_code == 200
    assert len(opened(answer.data).namelist()) == 5


def test_head_tells_the_length_without_reading_a_picture(alice: Person, album_id: str) -> None:
    head, whole = (alice.call(method, f"/albums/{album_id}/zip") for method in ("HEAD", "GET"))
    assert (head.headers["Content-Length"], head.data) == (str(len(whole.data)), b"")
