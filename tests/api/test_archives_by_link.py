"""GET /share/TOKEN/zip: what a link shows as one ZIP, each file as it would come alone."""

import io
import zipfile

import pytest

from cms.extensions import db
from tests.api.sharing import album_of, collection_of, linked
from tests.api.test_originals import tattling
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared, set_image

WHEN = "2021-06-05 12:00:00"


@pytest.fixture
def kept(site: Site, alice: Person) -> str:
    """A private picture whose file tells where and by whom it was taken."""
    return prepared(site, alice, tattling(), title="Dune", taken_at="2021-06-05T12:00:00")


def opened(person: Person, token: str, **asked: str) -> zipfile.ZipFile:
    answer = person.get(f"/share/{token}/zip", **asked)
    assert answer.status_code == 200, answer.text
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    return zipfile.ZipFile(io.BytesIO(answer.data))


@pytest.mark.parametrize("tells", [False, True])
def test_files_and_captions_tell_what_the_link_tells(alice: Person, visitor: Person, kept: str, *, tells: bool) -> None:
    found = opened(visitor, linked(alice, f"/albums/{album_of(alice, kept)}", download=True, metadata=tells))
    assert found.namelist() == ["Dune.jpg", "captions.csv"]
    assert (b"Secret" in found.read("Dune.jpg")) == (WHEN in found.read("captions.csv").decode()) == tells


def test_a_file_is_not_named_as_it_came(site: Site, alice: Person, visitor: Person, kept: str) -> None:
    set_image(site, kept, title="", file_name="IMG-of-anna.jpg")
    found = opened(visitor, linked(alice, f"/images/{kept}", download=True))
    assert found.namelist() == [f"{kept}.jpg", "captions.csv"]


def test_without_download_there_is_none(alice: Person, visitor: Person, kept: str) -> None:
    assert visitor.get(f"/share/{linked(alice, f'/albums/{album_of(alice, kept)}')}/zip").status_code == 403


def test_what_may_not_be_had_is_left_out(site: Site, alice: Person, bob: Person, visitor: Person, kept: str) -> None:
    foreign, closed = (prepared(site, bob, privacy="public", title=title) for title in ("theirs", "closed"))
    token = linked(alice, f"/collections/{collection_of(alice, closed, foreign, kept)}", download=True, metadata=True)
    set_image(site, closed, shared_spans=None)
    assert opened(visitor, token).namelist() == ["Dune.jpg", "theirs.jpg", "captions.csv"]


def test_an_album_below_has_its_own(alice: Person, visitor: Person, kept: str) -> None:
    top = album_of(alice)
    below = album_of(alice, kept, parent=top, title="Below")
    token = linked(alice, f"/albums/{top}", download=True)
    assert opened(visitor, token).namelist() == ["captions.csv"]
    assert opened(visitor, token, album=below).namelist() == ["Dune.jpg", "captions.csv"]
    assert visitor.get(f"/share/{token}/zip", album="never").status_code == 404


def test_more_pictures_take_no_more_statements(site: Site, alice: Person, visitor: Person, kept: str) -> None:
    ids = [kept, *(prepared(site, alice) for _ in range(3))]
    links = [linked(alice, f"/collections/{collection_of(alice, *some)}", download=True) for some in (ids[:1], ids)]
    with site.app.app_context():
        engine = db.engine
    counts = []
    for token in links:
        with Statements(engine) as run:
            opened(visitor, token)
        counts.append(len(run))
    assert counts[0] == counts[1] <= 5
