"""Plain signs that somebody writes spam. Pure: what was said goes in, names of signals come out.

Signals only let a moderator look; nothing is hidden by them, and nothing here decides about anybody.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

LOOKED_BACK = timedelta(hours=1)
NEW_FOR = timedelta(days=1)
OFTEN, MANY_LINKS, MANY_OWNERS = 5, 3, 10
"""The same so often within the hour; so many links in one comment, and things of so many people, by a new account."""

LONG_ENOUGH = 16
"""Letters and digits: what is shorter and holds no link is a greeting, and may be the same each time."""

LINK = re.compile(r"\bhttps?://\S|\bwww\.\w", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """A comment, and whose thing it is on."""

    text: str
    whose: str


def signals(said: Sequence[Said], *, age: timedelta) -> list[str]:
    """What speaks for spam in what an account of this age said within the hour on things of others, newest first."""
    found = []
    if said and is_told_often(said):
        found.append("repeated")
    if said and age < NEW_FOR and len(LINK.findall(said[0].text)) >= MANY_LINKS:
        found.append("links")
    if age < NEW_FOR and len({one.whose for one in said}) >= MANY_OWNERS:
        found.append("burst")
    return found


def is_told_often(said: Sequence[Said]) -> bool:
    """Whether the newest is one of those that say the same."""
    newest = plain(said[0].text)
    is_telling = len(newest) >= LONG_ENOUGH or LINK.search(said[0].text) is not None
    return is_telling and Counter(plain(one.text) for one in said)[newest] >= OFTEN


def plain(text: str) -> str:
    """Small letters and digits alone: other accents, signs, blanks and capitals make no other text."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parted if sign.isalnum())
