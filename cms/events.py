"""How features that must not import each other meet: typed events and one explicit list of who hears them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class OwnerSuspended:
    """An account was suspended or released; heard in the same transaction."""

    account_id: str
    is_suspended: bool


@dataclass(frozen=True)
class PictureChosen:
    """An account wants this image to stand for it; whoever knows images refuses one that is not its own."""

    account_id: str
    image_id: str


@dataclass(frozen=True)
class OwnerRetold:
    """What pictures tell of their owner is new: the name, or whether counts are hidden; in the same transaction."""

    account_id: str


@dataclass(frozen=True)
class ImageErased:
    """An image goes for ever; heard in the same transaction."""

    image_id: str


@dataclass(frozen=True)
class CollectionErased:
    """A collection goes for ever; heard in the same transaction."""

    collection_id: str


@dataclass(frozen=True)
class Blocked:
    """Somebody wants nothing to do with somebody any more; heard in the same transaction."""

    blocker_id: str
    blocked_id: str


@dataclass(frozen=True)
class AlbumErased:
    """An album goes for ever; heard in the same transaction."""

    album_id: str


@dataclass(frozen=True)
class AlbumChanged:
    """Somebody changed one thing of an album, or which images are in it: of those only the ones that came or went."""

    album_id: str
    person_id: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Commented:
    """Somebody said something on what is another's, or says something else there now; heard in the same transaction."""

    comment_id: str
    author_id: str


Occasion = Literal[
    "like",
    "comment",
    "reply",
    "mention",
    "follow",
    "request",
    "accepted",
    "collected",
    "hit",
    "decision",
    "appeal",
    "invited",
    "guest",
]


@dataclass(frozen=True)
class Occurred:
    """Something that an account may want to be told of, done by `actor_id` (None: by the site) to the subject.

    `detail_id` names what came of it: a comment, a decision. The same thing may be announced twice; it is told once.
    """

    occasion: Occasion
    account_id: str
    actor_id: str | None
    subject_kind: Literal["image", "album", "collection", "person", "search", "comment"]
    subject_id: str
    detail_id: str = ""


@dataclass(frozen=True)
class TakenBack:
    """What was announced as this occasion holds no more: unliked, collected no more."""

    occasion: Occasion
    actor_id: str
    subject_kind: Literal["image", "album"]
    subject_id: str


@dataclass(frozen=True)
class Noticed:
    """An account is told of something by this notification, which is new or has more in it; in the same transaction."""

    account_id: str
    notification_id: str
    occasion: Occasion


@dataclass(frozen=True)
class Followed:
    """Somebody follows this from now on: a person or an album by its id, a tag by its key."""

    account_id: str
    kind: Literal["person", "album", "tag"]
    ref: str


@dataclass(frozen=True)
class Unfollowed:
    """Somebody follows this no more, or never did."""

    account_id: str
    kind: Literal["person", "album", "tag"]
    ref: str


@dataclass(frozen=True)
class Searched:
    """Somebody searched for words that are known as these tags, as keys; heard after they have their answer."""

    account_id: str
    tags: Sequence[str]


Erased = ImageErased | AlbumErased | CollectionErased
Wished = Followed | Unfollowed | Searched
Event = (
    OwnerSuspended
    | OwnerRetold
    | PictureChosen
    | Erased
    | Blocked
    | Occurred
    | TakenBack
    | AlbumChanged
    | Commented
    | Noticed
    | Wished
)
Listener = Callable[[Any], None]
_listeners: dict[type, list[Listener]] = {}


def subscribe(kind: type, listener: Listener) -> None:
    """Hear events of this kind. Called only by `cms/blueprints.py`."""
    heard = _listeners.setdefault(kind, [])
    if listener not in heard:
        heard.append(listener)


def announce(event: Event) -> None:
    """Tell everybody who subscribed, in this transaction."""
    for listener in _listeners.get(type(event), []):
        listener(event)
