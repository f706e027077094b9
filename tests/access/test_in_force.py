"""What is in effect is kept in the transaction that changes it, whichever change comes first, on both databases."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cms.access.audience import strictest
from cms.commands.site import bring_up_to_date
from cms.extensions import db, new_id
from cms.images.models import Album, Image
from cms.settings import Settings
from cms.transaction import reading, writing
from tests.conftest import MODELS
from tests.people import Person
from tests.site import Site, Statements, fresh_secret, open_site
from tests.states import prepared

ROUNDS = 12
MANY = 10_000


@pytest.fixture(params=["sqlite", "mariadb"])
def site(request: pytest.FixtureRequest, tmp_path: Path, valkey_url: str, migrated: Path) -> Iterator[Site]:
    url = request.getfixturevalue("new_mariadb_database")() if request.param == "mariadb" else ""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(migrated, data / "pixels.db")
    options = {"models_dir": MODELS, "queue_url": valkey_url, "public_url": "http://localhost", "database_url": url}
    made = open_site(Settings(data_dir=data, secret_key=fresh_secret(), **options))
    bring_up_to_date(made.app)
    yield made
    with made.app.app_context():
        db.session.remove()
        db.engine.dispose()


def at_once(*acts: Callable[[], Any]) -> None:
    """Do these as close to each other as threads allow."""
    gate = threading.Barrier(len(acts))
    found: list[int] = []

    def run(act: Callable[[], Any]) -> None:
        gate.wait()
        found.append(act().status_code)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == len(acts)
    assert all(status < 400 for status in found), found


def assert_all_in_effect(site: Site) -> None:
    """What each row says is in effect is what follows from what was chosen, from the top down."""
    with site.app.app_context(), reading():
        albums = {album.id: album for album in db.session.query(Album)}
        for album in albums.values():
            above = [albums[album.parent_id].effective_privacy] if album.parent_id else []
            assert album.effective_privacy == strictest(album.privacy, *above)
        for image in db.session.query(Image):
            level = albums[image.album_id].effective_privacy if image.album_id else "public"
            assert (image.album_privacy, image.effective_privacy) == (level, strictest(image.privacy, level))


def adds_album(person: Person, **fields: Any) -> str:
    return str(person.post("/albums", {"title": "x", "category": "other", "privacy": "public", **fields}).json["id"])


def test_a_picture_moved_while_its_album_closes_is_closed(site: Site) -> None:
    alice = site.person("alice")
    image_id, album_id = prepared(site, alice, privacy="public"), adds_album(alice)
    for number in range(ROUNDS):
        level = ("private", "public", "followers")[number % 3]
        at_once(
            lambda: alice.call("PUT", f"/albums/{album_id}/images", json={"ids": [image_id]}),
            lambda level=level: alice.patch(f"/albums/{album_id}", {"privacy": level}),
        )
        assert_all_in_effect(site)
        alice.patch(f"/images/{image_id}", {"album": None})


def test_a_picture_published_while_its_album_closes_is_closed(site: Site) -> None:
    alice = site.person("alice")
    album_id = adds_album(alice)
    image_id = alice.adds(album=album_id)
    for number in range(ROUNDS):
        at_once(
            lambda: alice.patch(f"/images/{image_id}", {"privacy": "public"}),
            lambda number=number: alice.patch(f"/albums/{album_id}", {"privacy": ("private", "public")[number % 2]}),
        )
        assert_all_in_effect(site)
        alice.patch(f"/images/{image_id}", {"privacy": "private"})


def test_two_albums_never_end_up_in_each_other(site: Site) -> None:
    alice = site.person("alice")
    one, two = adds_album(alice), adds_album(alice)
    for _ in range(ROUNDS):
        gate, found = threading.Barrier(2), []

        def move(album_id: str, parent: str, gate: threading.Barrier = gate, found: list[int] = found) -> None:
            gate.wait()
            found.append(status_of_move(alice, album_id, parent))

        threads = [threading.Thread(target=move, args=pair) for pair in ((one, two), (two, one))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(found) == [200, 422]
        assert_all_in_effect(site)
        for album_id in (one, two):
            alice.patch(f"/albums/{album_id}", {"parent": None})


def status_of_move(owner: Person, album_id: str, parent: str) -> int:
    """Of moving it there; a server that lets one of two go first asks the other to come again."""
    for _ in range(3):
        answer = owner.patch(f"/albums/{album_id}", {"parent": parent})
        if answer.status_code != 503:
            break
    return answer.status_code


def test_an_upload_into_an_album_that_closes_is_closed(site: Site) -> None:
    alice = site.person("alice")
    album_id = adds_album(alice)
    for number in range(ROUNDS):
        at_once(
            lambda: alice.upload(album=album_id, privacy="public"),
            lambda number=number: alice.patch(f"/albums/{album_id}", {"privacy": ("private", "public")[number % 2]}),
        )
        assert_all_in_effect(site)


def test_a_block_and_a_follow_at_once_leave_no_follow(site: Site) -> None:
    alice, bob = site.person("alice"), site.person("bob")
    for _ in range(ROUNDS):
        gate = threading.Barrier(2)

        def call(person: Person, path: str, gate: threading.Barrier = gate) -> None:
            gate.wait()
            person.call("PUT", path)

        pair = ((bob, "/people/alice/follow"), (alice, "/me/blocks/bob"))
        threads = [threading.Thread(target=call, args=one) for one in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert alice.get("/people/alice/followers").json["items"] == []
        alice.delete("/me/blocks/bob")


def test_a_branch_of_ten_thousand_pictures_follows_in_one_statement_a_level(site: Site) -> None:
    alice, visitor = site.person("alice"), site.visitor
    chain = [adds_album(alice)]
    for _ in range(3):
        chain.append(adds_album(alice, parent=chain[-1]))
    first = prepared(site, alice, privacy="public")
    with site.app.app_context():
        with writing():
            own = {column.key: getattr(db.session.get(Image, first), column.key) for column in Image.__table__.columns}
            place = [{"album_id": chain[n % 4], "album_privacy": "public"} for n in range(MANY)]
            rows = [{**own, **place[n], "id": new_id(), "sha256": f"{n:064x}"} for n in range(MANY)]
            db.session.execute(db.insert(Image), rows)
        engine = db.engine
    with Statements(engine) as run:
        assert alice.patch(f"/albums/{chain[0]}", {"privacy": "private"}).status_code == 200
    changed = [statement for statement in run if statement.startswith("UPDATE images")]
    assert len(changed) == 1
    assert len(run) <= 20
    assert visitor.get(f"/images/{rows[-1]['id']}").status_code == 404
    with site.app.app_context(), reading():
        left = text("SELECT count(*) FROM images WHERE album_id IS NOT NULL AND effective_privacy <> 'private'")
        assert db.session.scalar(left) == 0
