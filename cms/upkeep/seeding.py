"""A site filled from a description: people, albums, pictures, what is said of them. All passes the site's rules."""

import hashlib
import io
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from cms.access.audience import ImageState
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Role, Viewer
from cms.accounts import service as accounts
from cms.accounts.models import Account
from cms.accounts.queries import account_by_id, viewer_of
from cms.accounts.schemas import NewAccount
from cms.albums import service as albums
from cms.albums.queries import album_by_id
from cms.albums.schemas import NewAlbum
from cms.collections import service as collections
from cms.collections.schemas import NewCollection
from cms.comments import service as comments
from cms.comments.queries import Place
from cms.comments.schemas import NewComment
from cms.errors import invalid
from cms.follows import service as follows
from cms.images import service as images
from cms.images.arrivals import as_problem
from cms.images.limits import limits_of
from cms.images.models import Album, Image, Understanding
from cms.images.queries import image_by_id
from cms.images.schemas import PlacedFields
from cms.likes import service as likes
from cms.media.decode import inspect
from cms.media.refusals import PictureRefused
from cms.reactions.models import Kind
from cms.settings import Settings
from cms.storage.base import Storage
from cms.transaction import reading, writing
from cms.upkeep.painting import Painted, painted
from cms.wire.requests import validate

LOOK_AGAIN_SECONDS = 0.5
Pair = tuple[str, str]


class Part(BaseModel):
    """A part of the description; what is not known here is refused."""

    model_config = ConfigDict(extra="forbid")
    ref: str


class Person(Part):
    name: str
    email: str
    password: str
    role: Role = Role.MEMBER
    locked: bool = False


class AlbumPart(BaseModel):
    """The fields of an album beside these are those of the API."""

    model_config = ConfigDict(extra="allow")
    ref: str
    owner: str
    parent: str | None = None


class ImagePart(BaseModel):
    """Either a file or a picture made up; the fields beside these are those of the API."""

    model_config = ConfigDict(extra="allow")
    ref: str
    owner: str
    file: str | None = None
    generate: Painted | None = None
    album: str | None = None


class CommentPart(Part):
    """What somebody says of an image or album, or in answer to a comment above."""

    by: str
    on: str
    text: str
    parent: str | None = None


class CollectionPart(BaseModel):
    """The fields beside these are those of the API; `items` are images and albums in their order."""

    model_config = ConfigDict(extra="allow")
    ref: str
    owner: str
    items: list[str] = []


class Spec(BaseModel):
    """The whole description. Ties name two people by their refs: who follows, asks or blocks, and whom.

    Likes name who likes, and an image or album.
    """

    model_config = ConfigDict(extra="forbid")
    people: list[Person] = []
    follows: list[Pair] = []
    requests: list[Pair] = []
    blocks: list[Pair] = []
    albums: list[AlbumPart] = []
    images: list[ImagePart] = []
    likes: list[Pair] = []
    comments: list[CommentPart] = []
    collections: list[CollectionPart] = []


class Seeding:
    """What has been made so far: ids by ref."""

    def __init__(self, settings: Settings, storage: Storage, folder: Path) -> None:
        self.settings, self.storage, self.folder = settings, storage, folder
        self.ids: dict[str, str] = {}

    def fill(self, spec: Spec) -> dict[str, str]:
        """Make people and what is theirs, one thing a transaction; ids by ref. Raises Problem for what cannot be."""
        for person in spec.people:
            self._make(person.ref, lambda person=person: self._person(person))  # type: ignore[misc]
        for act, pairs in ((self._follow, spec.follows), (self._ask, spec.requests), (self._block, spec.blocks)):
            for one, other in pairs:
                with writing():
                    act(self._account(one), self._account(other))
        for album in spec.albums:
            self._make(album.ref, lambda album=album: self._album(album))  # type: ignore[misc]
        for image in spec.images:
            self._make(image.ref, lambda image=image: self._image(image))  # type: ignore[misc]
        return self.ids

    def discuss(self, spec: Spec) -> dict[str, str]:
        """Add what others do with all that, once the pictures are ready and they may see them; ids by ref."""
        for liker, liked in spec.likes:
            with writing():
                viewer = self._viewer(liker)
                likes.like(viewer, *self._seen("likes", viewer, liked))
        for comment in spec.comments:
            self._make(comment.ref, lambda comment=comment: self._comment(comment))  # type: ignore[misc]
        for collection in spec.collections:
            self._make(collection.ref, lambda collection=collection: self._collection(collection))  # type: ignore[misc]
        return self.ids

    def _make(self, ref: str, make: Callable[[], str]) -> None:
        if ref in self.ids:
            raise invalid("ref", f"Two things are called {ref}.")
        with writing():
            self.ids[ref] = make()

    def _person(self, person: Person) -> str:
        given = {"name": person.name, "email": person.email, "password": person.password}
        asked = validate(NewAccount, given)
        assert isinstance(asked, NewAccount)
        made = accounts.create_account(name=asked.name, email=asked.email, password=asked.password, role=person.role)
        if person.locked:
            accounts.change(made, {"locked": True})
        return made.id

    def _follow(self, follower: Account, followed: Account) -> None:
        """Who looks at requests first is said to have agreed."""
        if follows.follow(viewer_of(follower), followed) == "requested":
            follows.accept(viewer_of(followed), follower)

    def _ask(self, asker: Account, asked: Account) -> None:
        follows.follow(viewer_of(asker), asked)

    def _block(self, blocker: Account, blocked: Account) -> None:
        follows.block(viewer_of(blocker), blocked)

    def _album(self, album: AlbumPart) -> str:
        fields = validate(NewAlbum, {**(album.model_extra or {})})
        viewer = self._viewer(album.owner)
        return albums.create(viewer, fields.model_dump(), parent=self._album_of(viewer, album.parent)).id

    def _image(self, image: ImagePart) -> str:
        fields = validate(PlacedFields, {**(image.model_extra or {})})
        assert isinstance(fields, PlacedFields)
        data, name = self._bytes(image)
        viewer = self._viewer(image.owner)
        album = self._album_of(viewer, image.album)
        added = images.add_image(viewer.id, arrival(data, name, self.settings), fields.named(), storage=self.storage)
        if album is not None:
            albums.put_image(added.image, album)
        return added.image.id

    def _comment(self, comment: CommentPart) -> str:
        fields = validate(NewComment, {"text": comment.text})
        assert isinstance(fields, NewComment)
        viewer = self._viewer(comment.by)
        place = Place(*self._seen("comments", viewer, comment.on, do=Permission.ADD_COMMENT))
        parent_id = None if comment.parent is None else self._id(comment.parent)
        return comments.add(viewer, place, fields.text, parent_id=parent_id).id

    def _collection(self, collection: CollectionPart) -> str:
        fields = validate(NewCollection, {**(collection.model_extra or {})})
        viewer = self._viewer(collection.owner)
        made = collections.create(viewer, fields.model_dump())
        for ref in reversed(collection.items):
            collections.put_in(viewer, made, *self._seen("collections", viewer, ref))
        return made.id

    def _seen(self, field: str, viewer: Viewer, ref: str, do: Permission | None = None) -> tuple[Kind, Image | Album]:
        """The image or album of this ref. Raises Problem where this viewer may not see it, or not do this to it."""
        thing_id = self._id(ref)
        image, album = image_by_id(thing_id), album_by_id(thing_id)
        kind: Kind = "album" if image is None else "image"
        thing = album if image is None else image
        see = Permission.SEE_ALBUM if image is None else Permission.SEE_IMAGE
        if thing is None or not permits(viewer, see, thing) or not permits(viewer, do or see, thing):
            raise invalid(field, f"{viewer.name} sees no picture or album called {ref}, or may not do this there.")
        return kind, thing

    def _bytes(self, image: ImagePart) -> tuple[bytes, str]:
        if (image.file is None) == (image.generate is None):
            raise invalid(image.ref, "Either a file or a picture to be generated.")
        if image.generate is not None:
            return painted(image.generate), f"{image.ref}.png"
        file = self.folder / str(image.file)
        try:
            return file.read_bytes(), file.name
        except OSError as error:
            raise invalid(image.ref, f"{file} cannot be read: {error.strerror}.") from error

    def _account(self, ref: str) -> Account:
        found = account_by_id(self._id(ref))
        if found is None:
            raise invalid("people", f"Nobody is called {ref}.")
        return found

    def _viewer(self, ref: str) -> Viewer:
        return viewer_of(self._account(ref))

    def _album_of(self, viewer: Viewer, ref: str | None) -> Album | None:
        """The album into which somebody puts something. Raises Problem where they may not."""
        if ref is None:
            return None
        album = album_by_id(self._id(ref))
        if album is None or not permits(viewer, Permission.EDIT_ALBUM, album):
            raise invalid("album", f"{viewer.name} has no album called {ref}.")
        return album

    def _id(self, ref: str) -> str:
        if ref not in self.ids:
            raise invalid("ref", f"Nothing before this is called {ref}.")
        return self.ids[ref]


def arrival(data: bytes, name: str, settings: Settings) -> images.Arrival:
    """Bytes as if they had been sent. Raises Problem for what is no picture."""
    try:
        found = inspect(io.BytesIO(data), limits=limits_of(settings))
    except PictureRefused as refusal:
        raise as_problem(refusal) from refusal
    return images.Arrival(io.BytesIO(data), hashlib.sha256(data).hexdigest(), name, found)


def wait_until_ready(image_ids: Iterable[str], *, seconds: float, tell: Callable[[int], None]) -> Sequence[str]:
    """Wait until the workers are done with these images; those that are not when the time is over, or have failed."""
    left, end = list(image_ids), time.monotonic() + seconds
    failed: list[str] = []
    while left and time.monotonic() < end:
        states = {image_id: state_of(image_id) for image_id in left}
        failed += [image_id for image_id, state in states.items() if state is False]
        waiting = [image_id for image_id, state in states.items() if state is None]
        if len(waiting) != len(left):
            tell(len(waiting))
        left = waiting
        if left:
            time.sleep(LOOK_AGAIN_SECONDS)
    return failed + left


def state_of(image_id: str) -> bool | None:
    """True when shown and understood, False when failed, None on the way."""
    with reading():
        image = image_by_id(image_id)
        if image is None or image.state == ImageState.FAILED or image.understanding == Understanding.FAILED:
            return False
        is_done = image.state == ImageState.READY and image.understanding != Understanding.PENDING
        return True if is_done else None


def read_spec(told: Mapping[str, Any]) -> Spec:
    """The description. Raises Problem 422 that names what is wrong."""
    found = validate(Spec, dict(told))
    assert isinstance(found, Spec)
    return found
