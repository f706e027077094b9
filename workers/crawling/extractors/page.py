"""A page as it came, for whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page that came: its bytes, where it stands, its headers (names in small letters), when it was read."""

    body: bytes
    url: str
    headers: Mapping[str, str]
    charset: str | None
    read_at: str
