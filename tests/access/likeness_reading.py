"""The ways to read a picture that go through another one: searches by picture, what is similar, copies."""

import io

from cms.extensions import db
from cms.images.models import Image
from cms.jobs.names import FIND_LIKENESS
from cms.reverse_search.models import ReverseSearch
from cms.reverse_search.service import ask_by_image
from cms.transaction import writing
from tests.access.world import FILE, MEANT, World
from tests.meant import telling
from tests.people import Person


def found_by_bytes(person: Person, world: World, picture: str) -> bool:
    """It is among what the person finds by the bytes of the picture, which are those of all."""
    if person.name not in world.found:
        answer = person.call("POST", "/reverse-searches", data={"file": (io.BytesIO(FILE), "a.jpg")})
        world.found[person.name] = set()
        if answer.status_code == 202:
            world.site.work_off(FIND_LIKENESS.kind)
            search = person.get(f"/reverse-searches/{answer.json['id']}").json
            assert search["state"] == "done"
            world.found[person.name] = {match["image"]["id"] for match in search["matches"]}
    return world.pictures[picture] in world.found[person.name]


def asks_with(person: Person, world: World, picture: str) -> bool:
    """It may be the question; one that cannot be shown yet is no question for anybody."""
    answer = person.post("/reverse-searches", {"image": world.pictures[picture]})
    assert answer.status_code in (202, 401, 404, 409)
    return answer.status_code == 202


def question(person: Person, world: World, picture: str) -> bool:
    """Whoever holds the id of a visitor's question looks at what was asked with."""
    with world.site.app.app_context(), writing():
        search_id = ask_by_image(None, db.session.get(Image, world.pictures["public ready"]), None).id
        db.session.get(ReverseSearch, search_id).image_id = world.pictures[picture]
    answer = person.get(f"/reverse-searches/{search_id}/picture")
    assert answer.status_code in (200, 401, 404)
    return answer.status_code == 200


def similar(person: Person, world: World, picture: str) -> bool:
    """It is similar to another open picture."""
    other = world.pictures["public ready" if picture != "public ready" else "public, understanding off"]
    asked = f"{person.name} {other}"
    if asked not in world.found:
        world.site.tell_similar(other)
        answer = person.get(f"/images/{other}/similar", limit="100")
        assert answer.status_code in (200, 401, 404)
        world.found[asked] = {item["image"]["id"] for item in answer.json.get("items", [])}
    return world.pictures[picture] in world.found[asked]


def copies(person: Person, world: World, picture: str) -> bool:
    answer = person.get("/me/copies", limit="100")
    groups = answer.json["items"] if answer.status_code == 200 else []
    return world.pictures[picture] in [copy["image"]["id"] for group in groups for copy in group["images"]]


def meant(person: Person, world: World, picture: str) -> bool:
    """It is among what is meant by words that no picture holds, as all are."""
    asked = f"{person.name} means"
    if asked not in world.found:
        with telling(world.site) as questions:
            answer = person.get("/search", q=MEANT, limit="100")
        assert answer.status_code in (200, 401)
        world.found[asked] = {item["id"] for item in answer.json.get("items", [])}
        if answer.status_code == 200:
            assert (len(questions), answer.json["notice"]) == (1, None)
            assert answer.json["total"] == {"value": len(world.found[asked]), "exact": True}
    return world.pictures[picture] in world.found[asked]
