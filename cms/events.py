"""How features that must not import each other meet: typed events and one explicit list of who hears them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


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
class OwnerRenamed:
    """An account is called something else now; heard in the same transaction."""

    account_id: str


@dataclass(frozen=True)
class ImageErased:
    """An image goes for ever; heard in the same transaction."""

    image_id: str


Event = OwnerSuspended | OwnerRenamed | PictureChosen | ImageErased
Listener = Callable[[Any], None]
_listeners: dict[type, list[Listener]] = {}


def subscribe(kind: type, listener: Listener) -> None:
    """Hear events of this kind. Called only by `cms/subscriptions.py`."""
    heard = _listeners.setdefault(kind, [])
    if listener not in heard:
        heard.append(listener)


def announce(event: Event) -> None:
    """Tell everybody who subscribed, in this transaction."""
    for listener in _listeners.get(type(event), []):
        listener(event)
