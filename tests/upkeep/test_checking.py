"""`check` names what disagrees, each kind by itself, and `--repair` brings it in line."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cms.accounts.models import Account
from cms.extensions import db, now
from cms.images.models import Image
from cms.transaction import writing
from cms.upkeep.checking import look, mend
from cms.work.models import Work
from tests.people import Person
from tests.site import Site
from tests.states import set_image

OLD = timedelta(minutes=5)


def found(site: Site) -> dict[str, list[str]]:
    """What is wrong, by kind."""
    with site.app.app_context():
        return {one.name: list(one.ids) for one in look(site.app.extensions["backends"]) if one.ids}


def repair(site: Site) -> None:
    with site.app.app_context():
        mend([*look(site.app.extensions["backends"])])
    site.work_off()


@pytest.fixture
def kept(site: Site, alice: Person) -> str:
    """A picture that is done, and long since."""
    image_id = alice.adds(privacy="public")
    site.work_off()
    set_image(site, image_id, updated_at=now() - OLD, understanding="ready")
    with site.app.app_context(), writing():
        db.session.query(Work).update({"due_at": now() - OLD})
    return image_id


def objects(site: Site) -> list[Path]:
    root = Path(site.app.extensions["backends"].storage.root)
    return [path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".")]


def lose_a_rendition(site: Site, _image_id: str) -> None:
    next(path for path in objects(site) if "renditions" in str(path)).unlink()


def leave_an_orphan(site: Site, image_id: str) -> None:
    old = next(path for path in objects(site) if image_id in str(path) and "originals" in str(path))
    other = old.with_name(old.name.replace(image_id, "0" * 26))
    other.write_bytes(b"nobody's")
    long_ago = time.time() - 48 * 3600
    os.utime(other, (long_ago, long_ago))


def lose_the_index(site: Site, _image_id: str) -> None:
    index = site.app.extensions["backends"].index
    index.adopt(index.beside())


def change_behind_the_index(site: Site, image_id: str) -> None:
    set_image(site, image_id, version=50, updated_at=now() - OLD)


def lose_the_work(site: Site, image_id: str) -> None:
    with site.app.app_context(), writing():
        db.session.query(Work).filter_by(subject_id=image_id).delete()
    set_image(site, image_id, state="pending", updated_at=now() - OLD)


def lose_the_reading(site: Site, image_id: str) -> None:
    with site.app.app_context(), writing():
        db.session.query(Work).filter_by(subject_id=image_id).delete()
    set_image(site, image_id, understanding="pending", updated_at=now() - OLD)


def miscount(site: Site, image_id: str) -> None:
    with site.app.app_context(), writing():
        owner = db.session.get(Account, db.session.get_one(Image, image_id).owner_id)
        owner.used_bytes, owner.used_images = 7, 99


@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("rendition-missing", lose_a_rendition),
        ("object-orphan", leave_an_orphan),
        ("index-missing", lose_the_index),
        ("index-stale", change_behind_the_index),
        ("work-stuck", lose_the_work),
        ("work-stuck", lose_the_reading),
        ("usage-wrong", miscount),
    ],
)
def test_what_was_broken_is_named_and_repaired(
    site: Site, kept: str, name: str, break_it: Callable[[Site, str], None]
) -> None:
    assert found(site) == {}
    break_it(site, kept)
    assert list(found(site)) == [name]
    repair(site)
    assert found(site) == {}


def test_an_original_that_is_lost_needs_a_person(site: Site, kept: str) -> None:
    next(path for path in objects(site) if "originals" in str(path)).unlink()
    assert found(site) == {"original-missing": [kept]}
    repair(site)
    assert found(site) == {"original-missing": [kept]}


def test_what_is_on_its_way_is_not_stuck(site: Site, alice: Person) -> None:
    image_id = alice.adds()
    assert found(site) == {}
    set_image(site, image_id, updated_at=now() - OLD)
    assert found(site) == {}
