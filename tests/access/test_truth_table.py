"""Each person × each kind of picture × each way to read must agree with the one table written by hand.

PIXELS_TEST_FULL tries every cell; else each way and person gets half of the pictures, another half each.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

import pytest
from werkzeug.test import TestResponse

from cms.extensions import db
from cms.settings import Settings
from tests.access import album_reading, table
from tests.access.changing import ALBUM_CHANGES, CHANGES
from tests.access.reading import READS
from tests.access.showing_none import CLOSED_FORMS, SHOW_NONE
from tests.access.table import (
    ALBUMS,
    HAS_ROLES,
    IN_TRASH,
    MAY_CHANGE,
    OPEN,
    SEES,
    has_bytes,
    has_original,
    looks_at,
    sees,
    sees_album,
)
from tests.access.world import World, is_of_suspended, make_world
from tests.conftest import MODELS
from tests.site import fresh_secret, open_site
from tests.states import row_of

PEOPLE = sorted(table.PEOPLE)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, valkey_url: str, migrated: Path) -> Iterator[World]:
    """Made once for all rows of the table; nothing here changes it."""
    data = tmp_path_factory.mktemp("world")
    shutil.copy(migrated, data / "pixels.db")
    options = {"models_dir": MODELS, "queue_url": valkey_url, "public_url": "http://localhost", "rate_scale": 1000}
    site = open_site(Settings(data_dir=data, secret_key=fresh_secret(), **options))
    yield make_world(site)
    with site.app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("way", READS)
@pytest.mark.parametrize("who", PEOPLE)
def test_everyone_reads_what_the_table_says_and_nothing_else(world: World, who: str, way: str) -> None:
    read, pictures = READS[way], some_of(SEES, who, way)
    found = {name: read.reads(world.person(who, name), world, name) for name in pictures}
    should = {name: read.should(who, name) and not has_ended(who, name) for name in pictures}
    assert found == should


def some_of(things: Iterable[str], who: str, way: str) -> list[str]:
    """Those that this person tries this way in this run."""
    is_full = bool(os.environ.get("PIXELS_TEST_FULL"))
    return [name for name in things if is_full or crc32(f"{who}, {way}, {name}".encode()) % 2 == 0]


def test_between_them_every_person_tries_every_picture_in_many_ways() -> None:
    for who in PEOPLE:
        tried = [name for way in READS for name in some_of(SEES, who, way)]
        assert min(tried.count(name) for name in SEES) >= len(READS) // 4


def has_ended(who: str, thing: str) -> bool:
    """A suspended owner's login."""
    return who == "owner" and is_of_suspended(thing)


@pytest.mark.parametrize("way", album_reading.READS)
@pytest.mark.parametrize("who", PEOPLE)
def test_everyone_knows_of_the_albums_that_the_table_says(world: World, who: str, way: str) -> None:
    read = album_reading.READS[way]
    found = {name: read.reads(world.person(who, name), world, name) for name in ALBUMS}
    assert found == {name: read.should(who, name) and not has_ended(who, name) for name in ALBUMS}


def test_there_are_thousands_of_cells() -> None:
    assert len(PEOPLE) * (len(READS) * len(SEES) + len(album_reading.READS) * len(ALBUMS)) >= 10_000


@pytest.mark.parametrize("who", PEOPLE)
def test_counts_are_what_one_sees(world: World, who: str) -> None:
    person = world.people[who]
    owned = [name for name in SEES if not is_of_suspended(name)]
    answer = person.get("/people/alice")
    if who == "blocked":
        assert answer.status_code == 404
        return
    in_albums = sum(sees_album(who, name) for name in ALBUMS if not is_of_suspended(name))
    covered = len(owned) if who in table.EVERYONE else 0
    assert answer.json["counts"]["images"] == sum(sees(who, name) and name not in IN_TRASH for name in owned)
    assert answer.json["counts"]["albums"] == in_albums + covered
    for name in ("public album", "album for followers", "private album"):
        album = person.get(f"/albums/{world.albums[name]}")
        inside = [other for other in owned if world.album_of(other) == world.albums[name] and other not in IN_TRASH]
        if album.status_code == 200:
            assert album.json["counts"]["images"] == sum(looks_at(who, other) for other in inside), name


@pytest.mark.parametrize("change", ALBUM_CHANGES)
@pytest.mark.parametrize("who", sorted(table.PEOPLE - {"owner"}))
def test_nobody_changes_albums_that_are_not_theirs(world: World, who: str, change: str) -> None:
    method, path, body = ALBUM_CHANGES[change]
    for name, album_id in world.albums.items():
        if (who, change) in MAY_CHANGE and name in HAS_ROLES:
            continue
        answer = world.people[who].call(method, f"/albums/{album_id}{path}", json=body)
        expected = 401 if who == "visitor" else 403 if sees_album(who, name) else 404
        assert answer.status_code == expected, name


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", sorted(table.PEOPLE - {"owner"}))
def test_nobody_changes_what_is_not_theirs(world: World, who: str, change: str) -> None:
    method, path, body = CHANGES[change]
    for name in some_of(world.pictures, who, change):
        image_id = world.pictures[name]
        before = row_of(world.site, image_id).version
        answer = world.people[who].call(method, f"/images/{image_id}{path}", json=body)
        expected = 401 if who == "visitor" else 403 if looks_at(who, name) else 404
        assert (answer.status_code, row_of(world.site, image_id).version) == (expected, before), name


def test_every_route_is_in_the_table_or_shows_no_picture(world: World) -> None:
    known = {read.endpoint for read in READS.values()} | CHANGES.keys() | ALBUM_CHANGES.keys() | SHOW_NONE.keys()
    endpoints = {rule.endpoint for rule in world.site.app.url_map.iter_rules()}
    unknown = {name for name in endpoints - known if not (name.startswith("admin_") and name.endswith(CLOSED_FORMS))}
    assert unknown == set()
    assert known <= endpoints


@pytest.mark.parametrize("who", PEOPLE)
def test_only_what_is_open_may_be_kept_by_a_browser(world: World, who: str) -> None:
    for name, image_id in world.pictures.items():
        person = world.person(who, name)
        for path, may_read in (("renditions/400", has_bytes), ("original", has_original)):
            if may_read(who, name):
                answer = person.get(f"/images/{image_id}/{path}")
                assert answer.headers["Cache-Control"] == expected_cache(person.token, name), (name, path)
                assert answer.headers["X-Content-Type-Options"] == "nosniff"


def expected_cache(token: str, picture: str) -> str:
    return "private, no-cache" if picture in OPEN and not token else "private, no-store"


def told(answer: TestResponse) -> tuple[int, dict[str, object], set[str]]:
    """An answer without what is each request's own."""
    return answer.status_code, {**answer.json, "request_id": ""}, set(answer.headers.keys())


@pytest.mark.parametrize("who", ["visitor", "stranger"])
@pytest.mark.parametrize("path", ["", "/renditions/400", "/original", "/classification"])
def test_what_is_hidden_looks_like_what_never_was(world: World, who: str, path: str) -> None:
    person = world.people[who]
    never = told(person.get(f"/images/01ARZ3NDEKTSV4RRFFQ69G5FAV{path}"))
    for name, image_id in world.pictures.items():
        if not looks_at(who, name):
            assert told(person.get(f"/images/{image_id}{path}")) == never, name


def test_only_the_owner_is_told_what_is_the_owners(world: World) -> None:
    private = {"sha256", "file_name", "exif", "location"}
    for who in sorted(table.EVERYONE):
        answer = world.people[who].get(f"/images/{world.pictures['public ready']}")
        assert bool(private & answer.json.keys()) == (who == "owner"), who
        assert answer.json["can"]["edit"] == (who == "owner"), who
