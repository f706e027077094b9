"""A copy of a site holds everything of one moment, and a site filled from it is the same."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cms.commands.site import bring_up_to_date, current_revision
from cms.errors import Problem
from cms.extensions import db
from cms.settings import Settings
from cms.transaction import reading
from cms.upkeep import rows
from cms.upkeep.backup import MANIFEST, write_backup
from tests.people import Person
from tests.scenes import scene
from tests.site import Site
from tests.site import open_site as open_test_site
from tests.upkeep.copies import PICTURES, embedded, everything, restored, saved


def test_a_site_filled_from_its_copy_has_the_same_rows_and_bytes(lived_in: Site, tmp_path: Path) -> None:
    made = saved(lived_in, tmp_path / "copy")
    assert (made.counts["images"], made.gone, made.damaged) == (PICTURES + 1, [], [])
    before = everything(lived_in.app)
    with restored(tmp_path / "copy", embedded(tmp_path / "new")) as app:
        assert everything(app) == before
        assert list(app.extensions["backends"].storage.listing())


def test_a_second_copy_into_the_same_folder_takes_only_what_is_new(
    lived_in: Site, alice: Person, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    saved(lived_in, copy)
    old = {path: path.stat().st_mtime_ns for path in (copy / "objects").rglob("*") if path.is_file()}
    added = alice.adds(scene(77, size=(80, 60)))
    alice.delete(f"/images/{alice.ids('/me/trash')[0]}", forever="true")
    lived_in.work_off()
    saved(lived_in, copy)
    now = {path: path.stat().st_mtime_ns for path in (copy / "objects").rglob("*") if path.is_file()}
    assert {path for path in now if path not in old} == {path for path in now if added in str(path)}
    assert all(now[path] == old[path] for path in now.keys() & old.keys())
    assert old.keys() - now.keys()
    assert len(list(copy.glob("rows-*"))) == 1
    with restored(copy, embedded(tmp_path / "new")) as app:
        assert everything(app) == everything(lived_in.app)


def test_a_picture_erased_while_the_copy_is_made_is_not_in_the_filled_site(
    lived_in: Site, alice: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doomed = next(one["id"] for one in alice.get("/images", owner="alice").json["items"] if one["state"] == "ready")

    def erase(done: str) -> None:
        if done.endswith("rows"):
            assert alice.delete(f"/images/{doomed}", forever="true").status_code == 204
            lived_in.work_off()

    with lived_in.app.app_context():
        storage = lived_in.app.extensions["backends"].storage
        made = write_backup(
            storage, tmp_path / "copy", revision=current_revision(db.engine) or "", secret=None, tell=erase
        )
    assert doomed in made.gone
    assert made.damaged == []
    with restored(tmp_path / "copy", embedded(tmp_path / "new")) as app, app.app_context(), reading():
        assert doomed not in set(db.session.scalars(text("SELECT id FROM images")))
        assert not list(db.session.execute(text("PRAGMA foreign_key_check")))


def test_an_original_that_is_not_whole_is_named(lived_in: Site, tmp_path: Path) -> None:
    root = Path(lived_in.app.extensions["backends"].storage.root)
    lost, rotten, *_ = sorted(path for path in (root / "originals").rglob("*") if path.is_file())
    lost.unlink()
    rotten.write_bytes(rotten.read_bytes()[:-1] + b"?")
    made = saved(lived_in, tmp_path / "copy")
    assert {lost.name[-26:], rotten.name[-26:]} == {*made.damaged}


@dataclass(frozen=True)
class Harm:
    """Something that befalls a copy."""

    do: Callable[[Path], object]
    code: str


def change_a_row(copy: Path) -> None:
    file = next(copy.glob("rows-*/images.jsonl"))
    file.write_text(file.read_text().replace("湖", "山"))


def change_an_original(copy: Path) -> None:
    file = next(path for path in (copy / "objects" / "originals").rglob("*") if path.is_file())
    file.write_bytes(file.read_bytes() + b"!")


def tell_another_format(copy: Path) -> None:
    told = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps({**told, "format": 99}))


@pytest.mark.parametrize(
    "harm",
    [
        Harm(lambda copy: (copy / MANIFEST).unlink(), "no-backup"),
        Harm(lambda copy: shutil.rmtree(next(copy.glob("rows-*"))), "damaged-backup"),
        Harm(change_a_row, "damaged-backup"),
        Harm(change_an_original, "damaged-backup"),
        Harm(tell_another_format, "other-format"),
    ],
    ids=["no manifest", "no rows", "a changed row", "a changed original", "another format"],
)
def test_a_damaged_copy_is_refused_and_the_site_stays_empty(lived_in: Site, tmp_path: Path, harm: Harm) -> None:
    saved(lived_in, tmp_path / "copy")
    harm.do(tmp_path / "copy")
    with pytest.raises(Problem) as refusal, restored(tmp_path / "copy", embedded(tmp_path / "new")):
        pass
    assert refusal.value.code == harm.code


def test_a_site_with_rows_is_left_as_it_is(lived_in: Site, tmp_path: Path) -> None:
    saved(lived_in, tmp_path / "copy")
    before = everything(lived_in.app)
    settings = lived_in.app.extensions["settings"]
    with pytest.raises(Problem) as refusal, restored(tmp_path / "copy", settings):
        pass
    assert refusal.value.code == "not-empty"
    assert everything(lived_in.app) == before


def test_a_folder_with_something_else_is_not_written_to(lived_in: Site, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "mine.jpg").write_bytes(b"mine")
    with pytest.raises(Problem) as refusal:
        saved(lived_in, tmp_path / "photos")
    assert refusal.value.code == "not-empty"
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["mine.jpg"]


@pytest.fixture(params=["sqlite", "mariadb"])
def busy(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Iterator[Site]:
    """A site in which somebody is at work, on either kind of database."""
    changed = {"database_url": request.getfixturevalue("mariadb_url")} if request.param == "mariadb" else {}
    made = open_test_site(settings.model_copy(update=changed))
    with made.app.app_context():
        bring_up_to_date(made.app)
    yield made
    with made.app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_what_happens_while_rows_are_copied_is_not_in_the_copy(
    busy: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, plain = busy.person("anna"), rows._write
    anna.adds(scene(1, size=(80, 60)))

    def write(connection: Any, table: Any, folder: Path) -> int:
        count = plain(connection, table, folder)
        with ThreadPoolExecutor(1) as another:
            another.submit(anna.adds, scene(random.randrange(10**6), size=(80, 60))).result()
        return count

    monkeypatch.setattr(rows, "_write", write)
    made = saved(busy, tmp_path / "copy")
    assert (made.counts["images"], made.counts["accounts"]) == (1, 1)
    [account] = rows.rows_of(tmp_path / "copy" / made.rows, "accounts")
    assert account["used_images"] == 1
