"""For a stranger the site answers byte for byte as one in which the private things never existed (P40)."""

import json
import re
from typing import Any

import pytest

from cms.events import Occurred, announce
from cms.extensions import db
from cms.images.models import Image
from cms.transaction import writing
from tests.people import Person
from tests.site import Site
from tests.states import prepared

MOVING = {"X-Request-ID", "Date", "RateLimit", "Content-Security-Policy", "Set-Cookie"}
REQUEST_ID = re.compile(r'"request_id": ?"[^"]*"')
NONCE = re.compile(r'nonce="[^"]*"')
CANARY = "canary"
ALWAYS_NEW = ("/api/v1/events", "/api/v1/captcha")
"""What is never the same twice, and tells of nothing that anybody has."""


def tells(answer: Any) -> tuple[int, dict[str, str], str]:
    """An answer without what is each request's own."""
    headers = {name: text for name, text in answer.headers.items() if name not in MOVING}
    body = NONCE.sub("", REQUEST_ID.sub("", answer.data.decode("latin-1")))
    return answer.status_code, headers, re.sub(r'"csrf_token": ?"[^"]*"', "", body)


def addresses(site: Site, image_ids: list[str], album_ids: list[str]) -> list[str]:
    """Every GET route that takes no secret, with each person, image and album."""
    found = []
    for rule in site.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.rule.startswith(("/admin", "/assets", *ALWAYS_NEW)):
            continue
        for image_id in image_ids if "image_id" in rule.arguments else [""]:
            for album_id in album_ids if "album_id" in rule.arguments else [""]:
                for name in ("alice", "carol") if "name" in rule.arguments else [""]:
                    values = {"image_id": image_id, "album_id": album_id, "name": name, "size": "400", "token": "x"}
                    path = re.sub(r"<(?:[^:>]*:)?([^>]+)>", lambda part, v=values: v.get(part.group(1), "x"), rule.rule)
                    found.append(path)
    lists = ["/api/v1/images?owner=alice", "/api/v1/images?limit=1", "/api/v1/people/alice/albums?parent=top"]
    lists += ["/search/feed.atom?owner=alice", "/search/feed.atom", "/sitemaps/images.xml", "/sitemaps/people.xml"]
    lists += [f"/oembed?url=http://localhost/images/{image_id}" for image_id in image_ids]
    return sorted({*found, *lists, *(f"/api/v1/images?album={album_id}" for album_id in album_ids)})


def everything(person: Person, paths: list[str]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {person.token}"} if person.token else {}
    return {path: tells(person.client.get(path, headers=headers)) for path in paths}


@pytest.mark.parametrize("who", ["visitor", "carol"])
def test_a_stranger_cannot_tell_the_two_worlds_apart(site: Site, alice: Person, request: Any, who: str) -> None:
    stranger: Person = request.getfixturevalue(who)
    site.person("carol")
    shown = [prepared(site, alice, privacy="public", title=f"open {number}") for number in range(3)]
    album = alice.post("/albums", {"title": "open", "category": "food", "privacy": "public", "images": shown[:2]}).json
    hidden = hide(site, alice, album["id"])
    tell(site, stranger, album["id"], hidden["images"])
    paths = addresses(site, [*shown, *hidden["images"]], [album["id"], *hidden["albums"]])
    assert len(paths) > 60
    site.tell_similar(*shown)
    with_them = everything(stranger, paths)
    assert CANARY not in json.dumps(with_them)
    take_away(site, alice, hidden)
    site.tell_similar(*shown)
    without = everything(stranger, paths)
    assert {path for path in paths if with_them[path] != without[path]} == set()


def hide(site: Site, alice: Person, album_id: str) -> dict[str, list[str]]:
    """Things that a stranger may not know of, some of them in, under or on what they may see."""
    private = [prepared(site, alice, title=CANARY, tags=[CANARY], album=album_id) for _ in range(2)]
    followers = prepared(site, alice, privacy="followers", title=CANARY, description=CANARY)
    inside = alice.post("/albums", {"title": CANARY, "category": "food", "parent": album_id, "images": [followers]})
    above = alice.post("/albums", {"title": CANARY, "category": "food", "privacy": "followers"})
    closed = prepared(site, alice, privacy="public", title=CANARY, album=above.json["id"])
    trashed = prepared(site, alice, privacy="public", title=CANARY)
    alice.delete(f"/images/{trashed}")
    pending = alice.adds(privacy="public", title=CANARY)
    alice.patch(f"/albums/{album_id}", {"cover": private[0]})
    images = [*private, followers, closed, trashed, pending]
    for path in (*(f"/images/{one}" for one in images), f"/albums/{inside.json['id']}", f"/albums/{above.json['id']}"):
        assert alice.post(f"{path}/comments", {"text": CANARY}).status_code == 201
    return {"images": images, "albums": [inside.json["id"], above.json["id"]]}


def tell(site: Site, stranger: Person, album_id: str, image_ids: list[str]) -> None:
    """The stranger follows what they see, and was told of what they may not see any more."""
    if not stranger.id:
        return
    assert stranger.put(f"/albums/{album_id}/follow").status_code == 200
    with site.app.app_context(), writing():
        for image_id in image_ids:
            announce(Occurred("like", stranger.id, site.person("bob").id, "image", image_id))


def take_away(site: Site, alice: Person, hidden: dict[str, list[str]]) -> None:
    """As if they had never been: rows go behind the back of the site, so that nothing else changes."""
    for album_id in hidden["albums"]:
        assert alice.delete(f"/albums/{album_id}").status_code == 204
    with site.app.app_context(), writing():
        for image_id in hidden["images"]:
            db.session.delete(db.session.get(Image, image_id))
