"""The ways to a picture by what is said of it."""

from tests.access.world import World
from tests.people import Person


def comment(person: Person, world: World, picture: str) -> bool:
    """One on the picture opens by its own address."""
    answer = person.get(f"/comments/{world.comments[picture]}", context="true")
    assert answer.status_code in (200, 401, 404)
    return answer.status_code == 200 and answer.json["comment"]["on"]["id"] == world.pictures[picture]


def below_comment(person: Person, world: World, picture: str) -> bool:
    """What answers one on the picture."""
    answer = person.get(f"/images/{world.pictures[picture]}/comments", parent=world.comments[picture])
    assert answer.status_code in (200, 401, 404)
    return answer.status_code == 200
