"""How much an account keeps and may keep: counted exactly, and the last room is given once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func

from cms.access.audience import ImageState
from cms.accounts.models import Account
from cms.accounts.quota import give_back_space
from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.images import service
from cms.images.models import Image
from cms.images.results import fail_image
from cms.settings import Settings
from cms.transaction import writing
from tests.admin.rooms import Room
from tests.factories import picture
from tests.people import Person
from tests.site import Site, Statements, open_site
from tests.states import row_of


def set_limits(site: Site, person: Person, **limits: int | None) -> None:
    with site.app.app_context(), writing():
        account = db.session.get(Account, person.id)
        for name, most in limits.items():
            setattr(account, f"quota_{name}", most)


def usage(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = person.get("/me").json["usage"]
    return found


def used(person: Person) -> tuple[int, int]:
    return usage(person)["bytes"], usage(person)["images"]


def left_behind(site: Site) -> Counter[str]:
    """Rows, objects and files that are there."""
    data: Path = site.app.extensions["settings"].data_dir
    with site.app.app_context():
        rows = db.session.scalar(db.select(func.count()).select_from(Image))
    objects = sum(file.is_file() for file in (data / "objects" / "originals").rglob("*"))
    incoming = sum(1 for _ in (data / "incoming").iterdir()) if (data / "incoming").is_dir() else 0
    return Counter(rows=rows or 0, objects=objects, incoming=incoming)


def is_full(answer: Any) -> bool:
    return answer.status_code == 413 and answer.json["type"] == "/problems/quota-full"


def test_an_account_is_told_what_it_keeps_and_may_keep(site: Site, alice: Person) -> None:
    file = picture()
    alice.adds(file)
    assert usage(alice) == {"bytes": len(file), "images": 1, "quota_bytes": None, "quota_images": None}
    set_limits(site, alice, bytes=10_000_000, images=5)
    assert (usage(alice)["quota_bytes"], usage(alice)["quota_images"]) == (10_000_000, 5)
    assert alice.get("/session").json["account"]["usage"] == usage(alice)


@pytest.mark.parametrize("limits", [{"images": 1}, {"bytes": 20_000}])
def test_what_has_no_room_is_refused_and_leaves_nothing(site: Site, alice: Person, limits: dict[str, int]) -> None:
    first = picture(size=(900, 600), format="png")
    if "bytes" in limits:
        limits = {"bytes": len(first) + 100}
    set_limits(site, alice, **limits)
    alice.adds(first)
    before, kept = left_behind(site), used(alice)
    assert is_full(alice.upload(picture()))
    assert is_full(alice.call("POST", "/images", data=picture(), content_type="image/jpeg"))
    assert (left_behind(site), used(alice)) == (before, kept)


def test_exactly_the_last_byte_fits(site: Site, alice: Person) -> None:
    file = picture()
    set_limits(site, alice, bytes=len(file) - 1)
    assert is_full(alice.upload(file))
    set_limits(site, alice, bytes=len(file))
    alice.adds(file)


def test_the_site_says_where_an_account_does_not(settings: Settings) -> None:
    site = open_site(settings.model_copy(update={"quota_images": 1}))
    alice, bob, carol = (site.person(name) for name in ("alice", "bob", "carol"))
    set_limits(site, bob, images=2)
    set_limits(site, carol, images=0)
    assert [[who.upload().status_code for _ in range(3)] for who in (alice, bob, carol)] == [
        [201, 413, 413],
        [201, 201, 413],
        [201, 201, 201],
    ]
    assert (usage(alice)["quota_images"], usage(carol)["quota_images"]) == (1, None)


def test_the_same_picture_again_takes_nothing(site: Site, alice: Person) -> None:
    file = picture()
    set_limits(site, alice, images=1)
    alice.adds(file)
    before = used(alice)
    assert (alice.upload(file).status_code, used(alice)) == (200, before)


def test_the_trash_counts_until_it_is_emptied(site: Site, alice: Person) -> None:
    set_limits(site, alice, images=1)
    image_id = alice.adds()
    alice.delete(f"/images/{image_id}")
    assert is_full(alice.upload())
    alice.delete(f"/images/{image_id}", forever="true")
    assert used(alice) == (0, 0)
    alice.adds()


def test_a_picture_that_failed_takes_nothing_and_takes_anew_when_it_comes_again(site: Site, alice: Person) -> None:
    file = picture()
    image_id = alice.adds(file)
    for _ in range(2):
        fails(site, image_id)
        assert used(alice) == (0, 0)
    set_limits(site, alice, images=1)
    other = alice.adds()
    objects = left_behind(site)["objects"]
    assert is_full(alice.upload(file))
    assert (left_behind(site)["objects"], row_of(site, image_id).state) == (objects, ImageState.FAILED)
    alice.delete(f"/images/{other}", forever="true")
    assert alice.upload(file).status_code == 201
    assert used(alice) == (len(file), 1)


def fails(site: Site, image_id: str) -> None:
    with site.app.app_context(), writing():
        fail_image(image_id, "It cannot be read.", code="broken", is_hopeless=True)


def test_a_failed_picture_is_erased_without_giving_back_twice(site: Site, alice: Person) -> None:
    image_id, other = alice.adds(), picture()
    alice.adds(other)
    fails(site, image_id)
    alice.delete(f"/images/{image_id}", forever="true")
    assert used(alice) == (len(other), 1)


def test_a_failed_picture_that_an_operator_tries_again_counts_again(site: Site, mod: Person, alice: Person) -> None:
    file = picture()
    image_id = alice.adds(file)
    with site.app.app_context(), writing():
        fail_image(image_id, "It took too long.", code="too-long", is_hopeless=False)
        db.session.execute(db.text("UPDATE work SET state = 'failed'"))
    Room(site, mod).press("jobs", "retry", site.work_on("prepare-image", image_id).id)
    site.work_off("prepare-image")
    assert (alice.image(image_id)["state"], used(alice)) == ("ready", (len(file), 1))


@pytest.fixture(params=["sqlite", "mariadb"])
def any_site(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Site]:
    """A site whose writers wait for each other, and one where they truly meet."""
    if request.param == "mariadb":
        address = request.getfixturevalue("new_mariadb_database")()
        settings = settings.model_copy(update={"database_url": address})
    site = open_site(settings)
    bring_up_to_date(site.app)
    yield site
    with site.app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_of_many_at_once_as_many_come_in_as_there_is_room_for(any_site: Site) -> None:
    site, alice = any_site, any_site.person("alice")
    set_limits(site, alice, images=3)
    files, start = [picture(number=1000 + n) for n in range(8)], threading.Barrier(8)

    def send(file: bytes) -> int:
        person = Person(site.app, site.app.test_client(use_cookies=False), alice.name, alice.id, alice.token)
        start.wait()
        return person.upload(file).status_code

    with ThreadPoolExecutor(8) as crowd:
        found = Counter(crowd.map(send, files))
    assert found == {201: 3, 413: 5}
    assert left_behind(site) == Counter(rows=3, objects=3)
    assert used(alice) == (sum(sizes(site)), 3)


def sizes(site: Site) -> list[int]:
    with site.app.app_context():
        return list(db.session.scalars(db.select(Image.size).where(Image.state != ImageState.FAILED)))


def test_an_upload_that_fails_later_in_its_transaction_takes_nothing(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the work could not be asked for")

    monkeypatch.setattr(service, "ask", broken)
    assert alice.upload().status_code == 500
    assert used(alice) == (0, 0)


def test_counting_costs_an_upload_one_statement(site: Site, alice: Person) -> None:
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        alice.adds()
    counting = [statement for statement in run if "used_bytes" in statement and statement.startswith("UPDATE")]
    assert len(counting) == 1
    assert not [statement for statement in run if "count(" in statement or "sum(" in statement]


@pytest.mark.parametrize("act", [give_back_space])
def test_somebody_who_is_gone_is_counted_for_by_nobody(
    site: Site, alice: Person, act: Callable[[str, int], None]
) -> None:
    alice.adds()
    before = used(alice)
    with site.app.app_context(), writing():
        act("0" * 26, 10)
    assert used(alice) == before != (0, 0)
