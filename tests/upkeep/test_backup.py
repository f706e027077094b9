"""A copy of a site holds everything of one moment, and a site filled from it is the same, on whichever back ends."""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text

from cms.commands.site import bring_up_to_date, current_revision, move_schema, open_site
from cms.errors import Problem
from cms.extensions import db
from cms.settings import CHECKOUT, Settings
from cms.transaction import reading
from cms.upkeep import rows
from cms.upkeep.backup import MANIFEST, Manifest, write_backup
from cms.upkeep.restoring import differences, fill, make_room, whole_manifest
from tests.people import Person
from tests.running import surroundings
from tests.scenes import scene
from tests.services.fixtures import OssAccount
from tests.site import Site, fresh_secret
from tests.site import open_site as open_test_site
from tests.upkeep.crowds import add_many

PICTURES = 6


@pytest.fixture
def lived_in(site: Site, alice: Person) -> Site:
    """Somebody's pictures of every state, in an album, with tags; somebody who follows."""
    kept = [alice.adds(scene(n, size=(80, 60)), title=f"湖 {n} å", tags=["lake", "湖"]) for n in range(PICTURES)]
    alice.post("/albums", {"title": "all", "category": "other", "privacy": "followers", "images": kept[:3]})
    alice.upload(scene(1)[:900])
    site.person("bob").call("PUT", "/people/alice/follow")
    site.work_off()
    alice.delete(f"/images/{kept[-1]}")
    return site


def saved(site: Site, folder: Path) -> Manifest:
    with site.app.app_context():
        storage = site.app.extensions["backends"].storage
        revision = current_revision(db.engine) or ""
        return write_backup(storage, folder, revision=revision, secret="s", tell=lambda _: None)


@contextmanager
def restored(folder: Path, settings: Settings) -> Iterator[Any]:
    app = open_site(settings)

    def move(revision: str) -> None:
        move_schema(app, revision)

    with app.app_context():
        manifest, storage = whole_manifest(folder), app.extensions["backends"].storage
        make_room(manifest, move_schema=move)
        fill(folder, manifest, storage, move_schema=move, tell=lambda _: None)
        assert differences(folder, manifest, storage) == []
        yield app
        db.session.remove()
        db.engine.dispose()


def everything(app: Any) -> dict[str, list[list[Any]]]:
    """All rows of all tables, in order."""
    with app.app_context(), reading():
        return {
            table.name: [[*row] for row in db.session.execute(select(table).order_by(*table.primary_key))]
            for table in db.metadata.sorted_tables
        }


def embedded(folder: Path) -> Settings:
    return Settings(data_dir=folder, secret_key=fresh_secret())


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


def test_a_site_of_500_pictures_moves_to_servers_and_back_by_its_copies(
    lived_in: Site, alice: Person, tmp_path: Path, mariadb_url: str, oss_account: OssAccount
) -> None:
    add_many(lived_in, alice, 500)
    saved(lived_in, tmp_path / "copy")
    before = as_on_servers(everything(lived_in.app))
    servers = Settings(
        data_dir=tmp_path / "servers",
        secret_key=fresh_secret(),
        database_url=mariadb_url,
        storage_url=oss_account.url,
        oss_access_key_id=oss_account.key_id,
        oss_access_key_secret=oss_account.secret,
    )
    with restored(tmp_path / "copy", servers) as app:
        assert as_on_servers(everything(app)) == before
        with app.app_context():
            revision = current_revision(db.engine) or ""
            write_backup(
                app.extensions["backends"].storage,
                tmp_path / "back",
                revision=revision,
                secret=None,
                tell=lambda _: None,
            )
    with restored(tmp_path / "back", embedded(tmp_path / "new")) as app:
        assert as_on_servers(everything(app)) == before


def as_on_servers(rows: dict[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    """MariaDB keeps six digits of a share and whole seconds of a camera's time; the bytes lie in one or the other."""
    return {table: [[coarse(value) for value in row] for row in some] for table, some in rows.items()}


def coarse(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(microsecond=0)
    return "anywhere" if value in ("file", "oss") else value


def test_the_commands_copy_a_site_and_fill_another_with_its_secret(lived_in: Site, tmp_path: Path) -> None:
    settings = lived_in.app.extensions["settings"]
    ours = settings.model_copy(update={"secret_key": SecretStr("")})
    ours.model_fields_set.discard("secret_key")
    new = Settings(data_dir=tmp_path / "new")
    secret = (settings.data_dir / "secret-key").write_text("kept by the site" * 4)
    copied = ran(ours, "backup", str(tmp_path / "copy"), "--json")
    assert copied.returncode == 0, copied.stderr
    filled = ran(new, "restore", str(tmp_path / "copy"), "--json")
    assert filled.returncode == 0, filled.stderr
    assert json.loads(filled.stdout)["differences"] == []
    kept = new.data_dir / "secret-key"
    assert (len(kept.read_text()), kept.stat().st_mode & 0o777) == (secret, 0o600)
    again = ran(new, "restore", str(tmp_path / "copy"))
    assert again.returncode == 1
    assert "in a new data folder" in again.stderr


def ran(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    """`run.py WORDS` to its end."""
    run = [sys.executable, str(CHECKOUT / "run.py"), *words]
    return subprocess.run(run, env=surroundings(settings), capture_output=True, text=True, timeout=120, check=False)


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
