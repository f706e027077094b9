"""Ways to read a picture through what people do with it."""

from collections.abc import Callable

from cms.extensions import db
from cms.reactions.models import Collection, CollectionItem
from cms.transaction import writing
from tests.access.world import World
from tests.people import Person

COLLECTOR = "stranger"


def collected(person: Person, world: World, picture: str) -> bool:
    """Somebody has it in a collection that everyone may see: it is there, counted, and the cover."""
    collector, image_id = world.people[COLLECTOR], world.pictures[picture]
    with world.site.app.app_context(), writing():
        row = Collection(owner_id=collector.id, title="open", privacy="public", effective_privacy="public")
        db.session.add(row)
        db.session.flush()
        db.session.add(CollectionItem(collection_id=row.id, thing_id=image_id, kind="image", place=0.0))
    listed = person.get(f"/collections/{row.id}/items")
    told = person.get(f"/collections/{row.id}").json
    if listed.status_code == 401:
        return False
    assert listed.status_code == 200
    ids = [item["id"] for item in listed.json["items"] if not item["placeholder"]]
    assert (told["count"], bool(told["cover"])) == (1 if person is collector else len(ids), bool(ids))
    collector.delete(f"/collections/{row.id}")
    return ids == [image_id]


def can_be(verb: str) -> Callable[[Person, World, str], bool]:
    """They like it or collect it, which takes seeing it."""

    def read(person: Person, world: World, picture: str) -> bool:
        path = f"/images/{world.pictures[picture]}/{verb}"
        answer = person.put(path)
        assert answer.status_code in (200, 401, 404)
        person.delete(path)
        return answer.status_code == 200

    return read


def copied(person: Person, world: World, picture: str) -> bool:
    """It might be taken into the own library, said its licence so; none of the world does."""
    answer = person.post(f"/images/{world.pictures[picture]}/copy")
    assert answer.status_code in (200, 401, 403, 404, 409), (picture, answer.status_code)
    return answer.status_code in (200, 409)
