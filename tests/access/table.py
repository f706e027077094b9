"""Who sees which picture, written by hand: the one table that every read path must agree with.

The columns of a row are who may know of the picture; `owner` is always its own owner.
"""

EVERYONE = frozenset({"visitor", "stranger", "owner", "moderator", "admin"})
OWNER = frozenset({"owner"})
WATCHED = frozenset({"owner", "moderator", "admin"})
NOBODY: frozenset[str] = frozenset()

SEES = {
    "public ready": EVERYONE,
    "public, understanding off": EVERYONE,
    "public pending": OWNER,
    "public processing": OWNER,
    "public failed": OWNER,
    "public, not yet judged": OWNER,
    "public held": WATCHED,
    "private ready": OWNER,
    "private held": OWNER,
    "public in the trash": OWNER,
    "public held in the trash": OWNER,
    "public, owner suspended": NOBODY,
    "private, owner suspended": NOBODY,
}
"""The owner of a suspended account comes with a login that has ended."""

HAS_RENDITIONS = SEES.keys() - {"public pending", "public processing", "public failed"}
HAS_ORIGINAL = SEES.keys() - {"public failed"}
IN_TRASH = {"public in the trash", "public held in the trash"}
OPEN = {name for name, people in SEES.items() if people == EVERYONE}
HELD = {"public held"}
MODERATORS = frozenset({"moderator", "admin"})


def sees(person: str, picture: str) -> bool:
    """Whether they may know of it at all."""
    return person in SEES[picture]


def is_listed(person: str, picture: str) -> bool:
    return sees(person, picture) and picture not in IN_TRASH


def own_listed(person: str, picture: str) -> bool:
    return person == "owner" and is_listed(person, picture)


def own_trashed(person: str, picture: str) -> bool:
    return person == "owner" and picture in IN_TRASH


def has_bytes(person: str, picture: str) -> bool:
    return sees(person, picture) and picture in HAS_RENDITIONS


def has_original(person: str, picture: str) -> bool:
    return sees(person, picture) and picture in HAS_ORIGINAL


def in_archive(person: str, picture: str) -> bool:
    return has_original(person, picture) and picture not in IN_TRASH


def in_explore(person: str, picture: str) -> bool:
    """The same for everyone who may ask; a login that has ended may not."""
    return picture in OPEN


def is_known(person: str, picture: str) -> bool:
    """What failed may be sent again, so it is not said to be here."""
    return person == "owner" and has_original(person, picture)


def in_jobs_room(person: str, _picture: str) -> bool:
    """By its id alone."""
    return person in MODERATORS


def in_held_room(person: str, picture: str) -> bool:
    return person in MODERATORS and picture in HELD
