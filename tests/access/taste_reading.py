"""Ways to read a picture as a recommendation."""

from tests.access.world import World
from tests.people import Person


def recommended(person: Person, world: World, picture: str) -> bool:
    """Its tag is what this person likes most; it is on the first page, with its reason."""
    person.delete("/me/tastes")
    if person.patch("/me/tastes", {"tastes": [{"key": world.tags[picture], "factor": 2}]}).status_code == 401:
        return False
    answer = person.get("/recommendations", limit="100")
    assert answer.status_code == 200
    person.delete("/me/tastes")
    return world.pictures[picture] in [item["image"]["id"] for item in answer.json["items"]]
