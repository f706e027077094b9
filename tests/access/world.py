"""One picture and one album of every kind in the table, and the people who try to see them."""

from dataclasses import dataclass, field
from typing import Any

from cms.accounts.models import Block, Follow, FollowRequest
from cms.classes.models import ClassExample, ClassHit, ClassShare, ClassState, OwnClass
from cms.comments.models import Comment
from cms.comments.threads import begin
from cms.extensions import db, new_id, now
from cms.images.models import Album, Image, ImageTag
from cms.meaning.models import Meaning
from cms.search import keeping
from cms.transaction import writing
from cms.work.models import Work
from tests.access.table import ALBUMS, HAS_ROLES, LET_IN, SEES
from tests.people import Person
from tests.scenes import scene
from tests.site import Site
from tests.states import prepared
from workers.meaning.desk import embedder

FILE = scene(1)
MEANT = "somewhere beyond the quiet shore"
"""Words that no picture holds."""

TRASHED = {"is_trashed": True, "trashed_at": now()}
SUSPENDED = {"is_owner_suspended": True}
FOR_FOLLOWERS = {"privacy": "followers", "effective_privacy": "followers"}
PRIVATE = {"privacy": "private", "effective_privacy": "private"}

COLUMNS: dict[str, dict[str, Any]] = {
    "public ready": {},
    "public, understanding off": {"understanding": "off"},
    "public in a public album": {},
    "public in an album for followers": {"effective_privacy": "followers"},
    "public in a private album": {"effective_privacy": "private"},
    "public below a private album": {"effective_privacy": "private"},
    "public pending": {"state": "pending", "review": "pending", "rendition_keys": {}},
    "public processing": {"state": "processing", "rendition_keys": {}},
    "public failed": {"state": "failed", "review": "held", "rendition_keys": {}},
    "public, not yet judged": {"review": "pending"},
    "public held": {"review": "held"},
    "public hidden": {"review": "hidden"},
    "public in the trash": TRASHED,
    "public held in the trash": TRASHED | {"review": "held"},
    "public, owner suspended": SUSPENDED,
    "followers ready": FOR_FOLLOWERS,
    "followers in a public album": FOR_FOLLOWERS,
    "followers in a private album": FOR_FOLLOWERS | {"effective_privacy": "private"},
    "followers pending": FOR_FOLLOWERS | {"state": "pending", "review": "pending", "rendition_keys": {}},
    "followers, not yet judged": FOR_FOLLOWERS | {"review": "pending"},
    "followers held": FOR_FOLLOWERS | {"review": "held"},
    "followers hidden": FOR_FOLLOWERS | {"review": "hidden"},
    "followers in the trash": FOR_FOLLOWERS | TRASHED,
    "followers, owner suspended": FOR_FOLLOWERS | SUSPENDED,
    "private ready": PRIVATE,
    "private in a public album": PRIVATE,
    "private held": PRIVATE | {"review": "held"},
    "private hidden": PRIVATE | {"review": "hidden"},
    "private, owner suspended": PRIVATE | SUSPENDED,
}
IN_ALBUM = {
    "public in an album for followers": "album for followers",
    "public in a private album": "private album",
    "public below a private album": "public below private",
    "followers in a private album": "private album",
}
"""Where it does not stand in the public album of its owner."""

ALBUM_COLUMNS: dict[str, tuple[str, str, str | None]] = {
    "public album": ("public", "public", None),
    "album for followers": ("followers", "followers", None),
    "private album": ("private", "private", None),
    "public below private": ("public", "private", "private album"),
    "public below followers": ("public", "followers", "album for followers"),
    "public album, owner suspended": ("public", "public", None),
}
"""What was chosen, what is in effect, the album above."""


@dataclass
class World:
    """`pictures` is the id of each kind, `hashes` its SHA-256, `tags` a word of its own, `classes` an own class that
    carries it alone, has that word as its name and is shared with everybody, its examples too; `comments` one on it.

    `covered` is a public album with that picture as cover. All have the same bytes, those of FILE; `found` is what each
    person found by them; `links` what share links show that were made on the way, by their secrets.
    """

    site: Site
    people: dict[str, Person]
    pictures: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    albums: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    covered: dict[str, str] = field(default_factory=dict)
    found: dict[str, set[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def person(self, who: str, thing: str) -> Person:
        """Whoever this is for that thing: the owner of what a suspended account has is that account."""
        return self.people["suspended" if who == "owner" and is_of_suspended(thing) else who]

    def owner_name(self, thing: str) -> str:
        return self.people["suspended" if is_of_suspended(thing) else "owner"].name

    def album_of(self, picture: str) -> str:
        """The id of the album that the picture stands in."""
        return self.albums[album_of(picture)]


def is_of_suspended(thing: str) -> bool:
    return thing.endswith("owner suspended")


def album_of(picture: str) -> str:
    return "public album, owner suspended" if is_of_suspended(picture) else IN_ALBUM.get(picture, "public album")


def make_world(site: Site) -> World:
    """One picture is prepared for real; the others are rows of their own that name the same bytes."""
    people = {
        "visitor": site.visitor,
        "stranger": site.person("carol"),
        "pending follower": site.person("dan"),
        "follower": site.person("bob"),
        "removed follower": site.person("rory"),
        "blocked": site.person("erik"),
        "blocker": site.person("ines"),
        "owner": site.person("alice"),
        "moderator": site.person("mod", "moderator"),
        "admin": site.person("ada", "admin"),
        "suspended": site.person("sam", active=False),
        "viewer": site.person("vera"),
        "contributor": site.person("conny"),
        "editor": site.person("edda"),
    }
    world = World(site, people)
    first = prepared(site, people["owner"], FILE, privacy="public", title="public ready")
    tie(world)
    with site.app.app_context(), writing():
        make_albums(world)
    let_in(world)
    for number, name in enumerate(SEES):
        world.hashes[name] = f"{number:064x}"
        world.tags[name] = f"mark{number}"
        world.pictures[name] = copy_of(world, first, name)
    with site.app.app_context(), writing():
        db.session.delete(db.session.get(Image, first))
    with site.app.app_context():
        keeping.rebuild(site.app.extensions["backends"].index)
    return world


def tie(world: World) -> None:
    """Follow and block over the API, but for who has nothing any more."""
    people, alice = world.people, world.people["owner"]
    for name in ("follower", "removed follower", "blocked", "blocker"):
        assert people[name].call("PUT", "/people/alice/follow").json == {"state": "following"}
    assert alice.call("DELETE", "/me/followers/rory").status_code == 204
    assert alice.call("PUT", "/me/blocks/erik").status_code == 204
    assert people["blocker"].call("PUT", "/me/blocks/alice").status_code == 204
    with world.site.app.app_context(), writing():
        db.session.add(FollowRequest(asker_id=people["pending follower"].id, asked_id=alice.id))
        for name in ("follower", "pending follower"):
            db.session.add(Follow(follower_id=people[name].id, followed_id=people["suspended"].id))
        db.session.add(Block(blocker_id=people["suspended"].id, blocked_id=people["blocked"].id))


def let_in(world: World) -> None:
    """Each role, in three albums."""
    for album in HAS_ROLES:
        for role in LET_IN:
            path = f"/albums/{world.albums[album]}/editors/{world.people[role].name}"
            assert world.people["owner"].put(path, {"role": role}).status_code == 200


def make_albums(world: World) -> None:
    """The albums of the table."""
    paths: dict[str | None, str] = {None: ""}
    for name, (privacy, effective, above) in ALBUM_COLUMNS.items():
        album_id = world.albums[name] = new_id()
        paths[name] = f"{paths[above]}{album_id}/"
        add_album(world, name, album_id, privacy, effective, path=paths[name], parent=above)
        db.session.flush()
    assert world.albums.keys() == ALBUMS.keys()


def add_album(
    world: World, name: str, album_id: str, privacy: str, effective: str, *, path: str, parent: str | None
) -> None:
    album = Album(
        id=album_id,
        owner_id=world.person("owner", name).id,
        title=name,
        category="other",
        privacy=privacy,
        effective_privacy=effective,
        parent_id=world.albums[parent] if parent else None,
        path=path,
        is_owner_suspended=is_of_suspended(name),
    )
    db.session.add(album)


def copy_of(world: World, first: str, name: str) -> str:
    """Another row like this one, in the state of this name, in its album, with a job on it, cover of one more album."""
    with world.site.app.app_context(), writing():
        row = db.session.get(Image, first)
        kept = {column.key: getattr(row, column.key) for column in Image.__table__.columns}
        owner, level = world.person("owner", name), ALBUM_COLUMNS[album_of(name)][1]
        own = {"id": new_id(), "owner_id": owner.id, "sha256": world.hashes[name], "title": name, "file_name": name}
        place = {"album_id": world.album_of(name), "album_privacy": level}
        copy = Image(**{**kept, **own, **place, **COLUMNS[name]})
        db.session.add(copy)
        db.session.add(Work(kind="prepare-image", subject_id=copy.id, state="failed"))
        db.session.flush()
        tag = world.tags[name]
        db.session.add(ImageTag(image_id=copy.id, key=tag, label=tag, source="user"))
        album_id = world.covered[name] = new_id()
        add_album(world, f"cover, {name}", album_id, "public", "public", path=f"{album_id}/", parent=None)
        db.session.flush()
        db.session.get(Album, album_id).cover_id = copy.id
        world.classes[name] = add_class(copy, tag)
        share_class(world, world.classes[name], owner)
        add_meaning(copy)
        world.comments[name] = add_comment(copy)
        return copy.id


def add_meaning(image: Image) -> None:
    """All pictures mean just what is asked for, where meaning is on."""
    reader = embedder()
    if reader is not None:
        said = reader.query(MEANT).astype("<f2").tobytes()
        db.session.add(Meaning(image_id=image.id, version=reader.version, told="", said=said, seen=said))


def add_comment(image: Image) -> str:
    """By its owner."""
    comment = Comment(kind="image", thing_id=image.id, author_id=image.owner_id, text="said", html="<p>said</p>")
    begin(comment)
    return comment.id


def add_class(image: Image, name: str) -> str:
    """One of the image's owner, who says that this image is of it."""
    row = OwnClass(owner_id=image.owner_id, name=name, state=ClassState.READY)
    db.session.add(row)
    db.session.flush()
    db.session.add(ClassExample(class_id=row.id, image_id=image.id, is_positive=True))
    db.session.add(ClassHit(class_id=row.id, image_id=image.id, score=1.0))
    return row.id


def share_class(world: World, class_id: str, owner: Person) -> None:
    """With all who have an account, also those behind a block, which the API would refuse."""
    for person in world.people.values():
        if person.id and person.id != owner.id:
            ends = {"owner_id": owner.id, "receiver_id": person.id}
            db.session.add(ClassShare(class_id=class_id, has_examples=True, **ends))
