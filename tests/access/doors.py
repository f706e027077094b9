"""What it takes to try a door: people of every role, things in the places of an address, and what the site holds."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from cms.access.permissions import Permission
from cms.access.policy import SCOPES
from cms.access.viewer import Role
from cms.accounts.queries import account_by_id
from cms.accounts.service import SCOPES as KNOWN_SCOPES
from cms.accounts.service import create_token
from cms.events import Occurred, announce
from cms.extensions import Base, db, new_id
from cms.images.models import Image
from cms.pages.routes import BUILT
from cms.reverse_search.service import ask_by_image
from cms.transaction import writing
from tests.access.bodies import BODIES, FORMS
from tests.access.crawl_doors import fresh_candidate, fresh_crawl
from tests.access.project_doors import fresh_project
from tests.access.upload_doors import fresh_import, fresh_upload
from tests.people import Person
from tests.routes import Route
from tests.services.push_browser import PushBrowser
from tests.site import Site
from tests.states import prepared, set_image

UNCOUNTED = {"last_seen_at", "last_used_at"}
"""When a login or a token was last used: every request tells that, and nobody asked for it."""

ENDS_LOGINS = {"DELETE /api/v1/me/tokens", "DELETE /api/v1/me/sessions"}
"""What would leave the people of the other tests without theirs."""

MOST_LEFT = 20
"""Classes of the owner."""

AnyPlace = Callable[["Doors"], str]
PLACES: dict[str, AnyPlace] = {
    "image_id": lambda doors: doors.fresh_image(),
    "album_id": lambda doors: doors.fresh_album(),
    "collection_id": lambda doors: doors.fresh_collection(),
    "thing_id": lambda doors: doors.first,
    "link_id": lambda doors: doors.fresh_link(),
    "kind": lambda _doors: "image",
    "_kind": lambda _doors: "image",
    "search_id": lambda doors: doors.fresh_search(),
    "comment_id": lambda doors: doors.fresh_comment(),
    "class_id": lambda doors: doors.fresh_class(),
    "webhook_id": lambda doors: doors.fresh_webhook()["id"],
    "delivery_id": lambda doors: doors.fresh_delivery(),
    "crawl_id": lambda doors: fresh_crawl(doors.people["owner"]),
    "candidate_id": lambda doors: fresh_candidate(doors.site, doors.people["owner"]),
    "upload_id": lambda doors: fresh_upload(doors.people["owner"]),
    "import_id": lambda doors: fresh_import(doors.people["owner"]),
    "project_id": lambda doors: fresh_project(doors.people["owner"]),
    "notification_id": lambda doors: doors.fresh_notification(),
    "device_id": lambda doors: doors.fresh_device(),
    "saved_id": lambda doors: doors.fresh_saved_search(),
    "edit_id": lambda doors: doors.fresh_edit(),
    "name": lambda doors: doors.fresh_person(),
    "token": lambda _doors: "never-given",
    "size": lambda _doors: "400",
    "path": lambda _doors: next((BUILT / "assets").iterdir()).name,
    "filename": lambda _doors: "admin/js/helpers.js",
}
"""How to make what stands in a place of an address; where nothing is said, it is the id of what never was."""


@dataclass
class Doors:
    """A site with somebody of every role; `first` is an open picture of the owner, of which each route gets a copy."""

    site: Site
    people: dict[str, Person]
    first: str

    def fresh_image(self) -> str:
        """Another row like the first, open and in no album, so that no route meets what another one left."""
        with self.site.app.app_context(), writing():
            row = db.session.get(Image, self.first)
            kept = {column.key: getattr(row, column.key) for column in Image.__table__.columns}
            own = {"id": new_id(), "sha256": hashlib.sha256(new_id().encode()).hexdigest(), "album_id": None}
            copy = Image(**{**kept, **own, "album_privacy": "public", "effective_privacy": "public"})
            db.session.add(copy)
            return copy.id

    def fresh_album(self) -> str:
        """An open album of the owner, with the first picture in it."""
        fields = {"title": "open", "category": "other", "privacy": "public", "images": [self.first]}
        answer = self.people["owner"].post("/albums", fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])

    def fresh_collection(self) -> str:
        """An open collection of the owner, with the first picture in it."""
        owner = self.people["owner"]
        answer = owner.post("/collections", {"title": "open", "privacy": "public"})
        assert answer.status_code == 201, answer.text
        assert owner.put(f"/collections/{answer.json['id']}/items/image/{self.first}").status_code == 204
        return str(answer.json["id"])

    def fresh_link(self) -> str:
        """One to the first picture."""
        answer = self.people["owner"].post(f"/images/{self.first}/links", {})
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])

    def fresh_comment(self) -> str:
        """One of the owner's, on a fresh picture of theirs."""
        answer = self.people["owner"].post(f"/images/{self.fresh_image()}/comments", {"text": "open"})
        return str(answer.json["id"])

    def fresh_search(self) -> str:
        """A visitor's question by the first picture, which whoever holds its id may look at."""
        with self.site.app.app_context(), writing():
            image = db.session.get(Image, self.first)
            assert image is not None
            return ask_by_image(None, image, None).id

    def fresh_class(self) -> str:
        """One of the owner's, without an example; those of long ago go, since there is an end to them."""
        for one in self.people["owner"].get("/classes", limit="100").json["items"][MOST_LEFT:]:
            self.people["owner"].delete(f"/classes/{one['id']}")
        answer = self.people["owner"].post("/classes", {"name": new_id()})
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])

    def fresh_saved_search(self) -> str:
        """One of the owner's, which finds the first picture."""
        answer = self.people["owner"].post("/saved-searches", {"name": new_id(), "query": "q=open"})
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])

    def fresh_webhook(self) -> dict[str, str]:
        """One of the owner's, the only one: there is an end to them."""
        owner = self.people["owner"]
        for one in owner.get("/me/webhooks").json["items"]:
            owner.delete(f"/me/webhooks/{one['id']}")
        made: dict[str, str] = owner.post("/me/webhooks", {"url": "https://example.org/", "kinds": ["like"]}).json
        return made

    def fresh_delivery(self) -> str:
        """To the owner's webhook, which stands before it in the address."""
        owner = self.people["owner"]
        [webhook] = owner.get("/me/webhooks").json["items"]
        return str(owner.post(f"/me/webhooks/{webhook['id']}/test").json["id"])

    def fresh_device(self) -> str:
        """One of the owner's, always at the same end point."""
        told = PushBrowser().subscription("https://push.example/door")
        return str(self.people["owner"].post("/me/push", told).json["id"])

    def fresh_notification(self) -> str:
        """One of the owner's: a stranger collects something. Of likes they want to hear nothing (`bodies.py`)."""
        owner, stranger = (self.people[who] for who in ("owner", "stranger"))
        with self.site.app.app_context(), writing():
            announce(Occurred("collected", owner.id, stranger.id, "image", self.fresh_image()))
        return str(owner.get("/notifications").json["items"][0]["id"])

    def fresh_edit(self) -> str:
        """An edit of a fresh picture by its owner, done and not undone."""
        body = {"ids": [self.fresh_image()], "change": {"title": "Changed"}}
        answer = self.people["owner"].post("/batch-edits", body)
        assert answer.status_code == 202, answer.text
        self.site.work_off("edit-images")
        return str(answer.json["id"])

    def fresh_person(self) -> str:
        """Somebody whom nobody knows yet."""
        return self.site.person(f"p{new_id()[-12:].lower()}").name

    def body(self, route: Route) -> Any:
        """What makes the change happen, with the first picture where it is named."""
        return json.loads(json.dumps(BODIES.get(route.name, {})).replace("FIRST", self.first))

    def address(self, route: Route) -> str:
        """A path in which each place holds a thing of the owner's; the first picture is open again."""
        set_image(self.site, self.first, album_id=None, album_privacy="public", effective_privacy="public")
        return route.address({name: self.thing(route, name) for name in places_of(route)})

    def thing(self, route: Route, place: str) -> str:
        known = "path" if route.rule.startswith("/assets/") else place
        made = PLACES[known](self)
        if route.rule.endswith("/similar"):
            self.site.tell_similar(made)
        return made

    def person(self, who: str, route: Route) -> Person:
        if who == "token":
            return self.lacking(permission_of(route))
        return self.throwaway(who) if route.name in ENDS_LOGINS and who != "visitor" else self.people[who]

    def throwaway(self, who: str) -> Person:
        """Somebody of the same role, whose token may go."""
        role = {"moderator": Role.MODERATOR, "admin": Role.ADMIN}.get(who, Role.MEMBER)
        return self.site.person(f"t{new_id()[-12:].lower()}", role)

    def allowed(self, permission: Permission | None) -> Person:
        """Somebody who may."""
        return self.people["admin" if permission is Permission.MODERATE else "owner"]

    def lacking(self, permission: Permission | None) -> Person:
        """Somebody who may, come with a token that does not reach so far."""
        may = self.allowed(permission)
        needed = {"*"} if permission is None else {"*", SCOPES[permission]}
        with self.site.app.app_context(), writing():
            account = account_by_id(may.id)
            assert account is not None
            _token, secret = create_token(account, name="narrow", scopes=sorted(KNOWN_SCOPES - needed), ends=None)
        return replace(may, token=secret)

    def knock(self, person: Person, route: Route, address: str, **more: Any) -> TestResponse:
        """Send what would make this route do its work."""
        if route.name in FORMS:
            sent: dict[str, Any] = {"data": {**FORMS[route.name], **more.pop("form", {})}}
        else:
            sent = {"json": self.body(route)} if route.name in BODIES else {}
        return person.at(route.method, address, **sent, **more)

    def contents(self) -> dict[str, str]:
        """A hash of every table and of the names of all objects: alike before and after when nothing was changed."""
        with self.site.app.app_context():
            connection = db.session.connection()
            found = {
                name: digest(sorted(map(repr, connection.exec_driver_sql(statement))))
                for name, statement in all_rows().items()
            }
            db.session.rollback()
        objects = self.site.app.extensions["settings"].data_dir / "objects"
        return found | {"objects": digest(sorted(map(str, Path(objects).rglob("*"))))}


@cache
def all_rows() -> dict[str, str]:
    """For each table the statement that reads it; written once, since it is asked before and after each knock."""
    tables = Base.metadata.sorted_tables
    return {
        table.name: str(db.select(*(column for column in table.columns if column.name not in UNCOUNTED)))
        for table in tables
    }


def digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def places_of(route: Route) -> list[str]:
    """The names of the places of an address that this table can fill, apart from those with fixed words."""
    parts = [part.split(">")[0] for part in route.rule.split("<")[1:] if not part.startswith("any(")]
    names = [part.rpartition(":")[2] for part in parts]
    return [name for name in names if name in PLACES or route.rule.startswith("/assets/")]


def permission_of(route: Route) -> Permission | None:
    """What the door asks for; the rooms of the admin all ask for the same."""
    if route.rule.startswith("/admin/") and route.endpoint != "admin.static":
        return Permission.MODERATE
    return route.permission if isinstance(route.permission, Permission) else None


def make_doors(site: Site) -> Doors:
    people = {
        "visitor": site.visitor,
        "stranger": site.person("carol"),
        "owner": site.person("alice"),
        "moderator": site.person("mod", "moderator"),  # type: ignore[arg-type]
        "admin": site.person("ada", "admin"),  # type: ignore[arg-type]
    }
    return Doors(site, people, prepared(site, people["owner"], privacy="public", title="open"))
