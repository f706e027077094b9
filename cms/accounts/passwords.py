"""Passwords: which can be taken, how they are kept, and that looking at a wrong one always costs the same."""

import unicodedata
from functools import cache

from flask_security.utils import hash_password, verify_password

from cms.errors import invalid

LEAST, MOST = 10, 200
EASIEST_SCORE = 2
SHORTEST_WORD = 3
LOOKED_AT = 72
"""Characters that the estimate reads; it takes long for long ones, which are hard to guess anyway."""


def plain(password: str) -> str:
    """The one form of a password, however a keyboard composes its characters."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """How a password is kept."""
    kept: str = hash_password(plain(password))
    return kept


def is_right(password: str, kept: str | None) -> bool:
    """Whether this is the password that was kept; with None the same work for nothing."""
    is_same: bool = verify_password(plain(password), nobodys() if kept is None else kept)
    return is_same and kept is not None


@cache
def nobodys() -> str:
    """What wrong guesses at names that there are not are compared with."""
    return hashed("nobody has this password")


def check(password: str, *, about: tuple[str, ...], field: str = "password") -> None:
    """Raise 422 for a password that is too short or guessed at once; `about` are words that others try first."""
    password = plain(password)
    if not LEAST <= len(password) <= MOST:
        raise invalid(
            field, f"At least {LEAST} characters." if len(password) < LEAST else f"At most {MOST} characters."
        )
    words = [word.lower() for word in about if len(word) >= SHORTEST_WORD]
    if len(set(password)) < 4 or any(word in password.lower() for word in words) or is_easy(password, words):
        raise invalid(field, "This is too easy to guess.")


def is_easy(password: str, words: list[str]) -> bool:
    """Whether it is among the commonest passwords, or a little changed from them."""
    from zxcvbn import zxcvbn  # its word lists are large and only needed here

    found = zxcvbn(password[:LOOKED_AT], user_inputs=words)
    return bool(found["score"] < EASIEST_SCORE)
