"""A site in which something happened, its copy, and a site filled from that."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from cms.commands.site import current_revision, move_schema, open_site
from cms.extensions import db
from cms.settings import Settings
from cms.transaction import reading
from cms.upkeep.backup import Manifest, write_backup
from cms.upkeep.restoring import differences, fill, make_room, whole_manifest
from tests.people import Person
from tests.scenes import scene
from tests.site import Site, fresh_secret

PICTURES = 6


def live(site: Site, alice: Person) -> Site:
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
