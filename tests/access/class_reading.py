"""Ways to read a picture through a class that its owner made and shares with everybody."""

from typing import Any

from tests.access.world import World
from tests.people import Person


def found_by_class(person: Person, world: World, picture: str) -> bool:
    """By its id, by its name and typed: all the same."""
    name = world.tags[picture]
    asked = ({"own_class": world.classes[picture]}, {"own_class": name}, {"q": f"class:{name}"})
    answers = [person.get("/search", limit="100", **one).json for one in asked]
    if any(answer.get("status") == 401 for answer in answers):
        return False
    found = [[item["id"] for item in answer["items"]] for answer in answers]
    assert all(ids == found[0] for ids in found)
    assert all(answer["total"]["value"] == len(found[0]) for answer in answers)
    assert found[0] in ([], [world.pictures[picture]])
    return bool(found[0])


def counted_by_class(person: Person, world: World, picture: str) -> bool:
    """Named among what a search that finds the picture has in common."""
    answer = person.get("/search", tag=world.tags[picture], limit="20")
    return answer.status_code == 200 and _is_named(answer.json["facets"].get("own_class", []), world, picture)


def suggested_as_class(person: Person, world: World, picture: str) -> bool:
    answer = person.get("/search/suggestions", q=world.tags[picture], limit="20")
    items = answer.json["items"] if answer.status_code == 200 else []
    return _is_named([item for item in items if item["kind"] == "own_class"], world, picture)


def _is_named(counted: list[dict[str, Any]], world: World, picture: str) -> bool:
    counts = [one["count"] for one in counted if one["key"] == world.classes[picture]]
    assert counts in ([], [1])
    return bool(counts)


def known_to_class(person: Person, world: World, picture: str) -> bool:
    """The list of one's classes tells which of them carry the picture."""
    answer = person.get("/classes", image=world.pictures[picture], limit="100")
    if answer.status_code == 401:
        return False
    carried = [item["id"] for item in answer.json["items"] if item["image"] and item["image"]["score"] is not None]
    assert carried in ([], [world.classes[picture]])
    return bool(carried)


def told_of_class(person: Person, world: World, picture: str) -> bool:
    """The class itself says how many of one's pictures carry it."""
    answer = person.get(f"/classes/{world.classes[picture]}")
    assert answer.status_code in (200, 401, 404)
    return answer.status_code == 200 and answer.json["hits"] == 1


def example_of_class(person: Person, world: World, picture: str) -> bool:
    """Among the pictures that a class was learnt from."""
    answer = person.get(f"/classes/{world.classes[picture]}/examples")
    assert answer.status_code in (200, 401, 404)
    found = [item["id"] for item in answer.json["items"]] if answer.status_code == 200 else []
    assert found in ([], [world.pictures[picture]])
    return bool(found)
