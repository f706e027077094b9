"""Keyset pages: a cursor names the last thing shown, so a page stays the same while things are added."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from cms.errors import invalid

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list and the cursor of what follows; None at the end."""

    rows: Sequence[Row]
    next: str | None


@dataclass(frozen=True)
class Wanted:
    """Which part of a list is asked for: so many rows, after the one that the cursor names."""

    limit: int = 30
    cursor: str | None = None
    oldest_first: bool = False


def encode_cursor(*parts: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *, parts: int) -> tuple[str, ...]:
    """The parts of a cursor that this site made. Raises Problem 422 for any other text."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise invalid("cursor", "This is not a cursor of a list.") from error
    if not isinstance(found, list) or len(found) != parts or not all(map(is_plain, found)):
        raise invalid("cursor", "This is not a cursor of a list.")
    return tuple(found)


def moment_of(text: str) -> datetime:
    """A moment in a cursor. Raises Problem 422 for any other text."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise invalid("cursor", "This is not a cursor of a list.") from error


def number_of(text: str) -> float:
    """A number in a cursor. Raises Problem 422 for any other text."""
    try:
        return float(text)
    except ValueError as error:
        raise invalid("cursor", "This is not a cursor of a list.") from error


def is_plain(part: object) -> bool:
    """Whether it may be compared with ids and times: text of printable ASCII."""
    return isinstance(part, str) and part.isascii() and part.isprintable()
