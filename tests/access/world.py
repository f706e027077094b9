"""One picture of every kind in the table, and the people who try to see them."""

from dataclasses import dataclass, field
from typing import Any

from cms.extensions import db, new_id, now
from cms.images.models import Image
from cms.transaction import writing
from cms.work.models import Work
from tests.access.table import SEES
from tests.people import Person
from tests.site import Site
from tests.states import prepared

COLUMNS: dict[str, dict[str, Any]] = {
    "public ready": {},
    "public, understanding off": {"understanding": "off"},
    "public pending": {"state": "pending", "review": "pending", "rendition_keys": {}},
    "public processing": {"state": "processing", "rendition_keys": {}},
    "public failed": {"state": "failed", "review": "held", "rendition_keys": {}},
    "public, not yet judged": {"review": "pending"},
    "public held": {"review": "held"},
    "private ready": {"privacy": "private", "effective_privacy": "private"},
    "private held": {"privacy": "private", "effective_privacy": "private", "review": "held"},
    "public in the trash": {"is_trashed": True, "trashed_at": now()},
    "public held in the trash": {"is_trashed": True, "trashed_at": now(), "review": "held"},
    "public, owner suspended": {"is_owner_suspended": True},
    "private, owner suspended": {
        "is_owner_suspended": True,
        "privacy": "private",
        "effective_privacy": "private",
    },
}


@dataclass
class World:
    """`pictures` is the id of each kind, `hashes` its SHA-256; `owner` is whoever owns the picture looked at."""

    site: Site
    people: dict[str, Person]
    pictures: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)

    def person(self, who: str, picture: str) -> Person:
        return self.people["suspended" if who == "owner" and is_of_suspended(picture) else who]

    def owner_name(self, picture: str) -> str:
        return self.people["suspended" if is_of_suspended(picture) else "owner"].name


def is_of_suspended(picture: str) -> bool:
    return picture.endswith("owner suspended")


def make_world(site: Site) -> World:
    """One picture is prepared for real; the others are rows of their own that name the same bytes."""
    people = {
        "visitor": site.visitor,
        "stranger": site.person("carol"),
        "owner": site.person("alice"),
        "moderator": site.person("mod", "moderator"),
        "admin": site.person("ada", "admin"),
        "suspended": site.person("sam", active=False),
    }
    world = World(site, people)
    first = prepared(site, people["owner"], privacy="public", title="public ready")
    for number, name in enumerate(SEES):
        owner = people["suspended" if is_of_suspended(name) else "owner"]
        world.hashes[name] = f"{number:064x}"
        world.pictures[name] = copy_of(site, first, owner, name, world.hashes[name])
    with site.app.app_context(), writing():
        db.session.delete(db.session.get(Image, first))
    return world


def copy_of(site: Site, first: str, owner: Person, name: str, sha256: str) -> str:
    """Another row like this one, in the state of this name, with a job on it."""
    with site.app.app_context(), writing():
        row = db.session.get(Image, first)
        kept = {column.key: getattr(row, column.key) for column in Image.__table__.columns}
        own = {"id": new_id(), "owner_id": owner.id, "sha256": sha256, "title": name, "file_name": name}
        copy = Image(**{**kept, **own, **COLUMNS[name]})
        db.session.add(copy)
        db.session.add(Work(kind="prepare-image", subject_id=copy.id, state="failed"))
        return copy.id
