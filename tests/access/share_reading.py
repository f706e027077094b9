"""Ways to read a picture through a share link, which each of these people holds."""

from collections.abc import Callable

from cms.accounts.queries import hash_secret
from cms.extensions import db
from cms.reactions.models import Collection, CollectionItem
from cms.shares.models import ShareLink
from cms.transaction import writing
from tests.access.archive_reading import titles_in
from tests.access.world import World
from tests.people import Person

Thing = Callable[[World, str], tuple[str, str, str]]
"""For a picture the kind and the id of what is shared, and the id of who shares it."""


def owner_of(world: World, picture: str) -> str:
    return world.person("owner", picture).id


def itself(world: World, picture: str) -> tuple[str, str, str]:
    return "image", world.pictures[picture], owner_of(world, picture)


def its_album(world: World, picture: str) -> tuple[str, str, str]:
    return "album", world.album_of(picture), owner_of(world, picture)


def own_collection(world: World, picture: str) -> tuple[str, str, str]:
    owner_id = owner_of(world, picture)
    return "collection", collection_of(owner_id), owner_id


def foreign_collection(world: World, picture: str) -> tuple[str, str, str]:
    """A private one of somebody else."""
    collector_id = world.people["stranger"].id
    return "collection", collection_of(collector_id), collector_id


def collection_of(owner_id: str) -> str:
    row = Collection(owner_id=owner_id, title="closed", privacy="private")
    db.session.add(row)
    db.session.flush()
    return row.id


def token_for(world: World, thing: Thing, picture: str) -> str:
    """The secret of a link that lets people have the original, made once.

    The picture is put into the collection each time: the table's people also take out what they collected.
    """
    token = f"{thing.__name__} {picture}"
    with world.site.app.app_context(), writing():
        if token not in world.links:
            kind, thing_id, owner_id = thing(world, picture)
            named = {"kind": kind, "thing_id": thing_id, "owner_id": owner_id, "has_download": True}
            db.session.add(ShareLink(token_hash=hash_secret(token), **named))
            world.links[token] = thing_id
        if thing in (own_collection, foreign_collection):
            inside = {"collection_id": world.links[token], "thing_id": world.pictures[picture]}
            db.session.merge(CollectionItem(**inside, kind="image", place=0.0))
    return token


def opens(thing: Thing) -> Callable[[Person, World, str], bool]:
    """The link shows this picture: in its list, and where it is told of at once it is this one or none."""

    def read(person: Person, world: World, picture: str) -> bool:
        at, image_id = f"/share/{token_for(world, thing, picture)}", world.pictures[picture]
        told, listed = person.get(at), person.get(f"{at}/images", limit="100")
        assert (told.status_code, listed.status_code) in ((200, 200), (404, 404), (401, 401))
        if told.status_code != 200:
            return False
        ids = [image["id"] for image in listed.json["items"]]
        assert told.json["count"] == len(ids)
        assert told.json["image"] is None or [told.json["image"]["id"]] == ids == [image_id]
        return image_id in ids

    return read


def sends(thing: Thing, path: str, method: str = "GET") -> Callable[[Person, World, str], bool]:
    """Its bytes come by the link."""

    def read(person: Person, world: World, picture: str) -> bool:
        at = f"/share/{token_for(world, thing, picture)}/images/{world.pictures[picture]}"
        answer = person.call(method, f"{at}/{path}")
        assert answer.status_code in (200, 404, 401), answer.status_code
        return answer.status_code == 200

    return read


def packs(thing: Thing) -> Callable[[Person, World, str], bool]:
    """It is in the archive of the link."""

    def read(person: Person, world: World, picture: str) -> bool:
        answer = person.call("GET", f"/share/{token_for(world, thing, picture)}/zip")
        assert answer.status_code in (200, 404, 401), answer.status_code
        return answer.status_code == 200 and picture in titles_in(answer.data)

    return read
