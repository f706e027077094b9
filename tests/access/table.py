"""Who sees which picture, written by hand: the one table that every read path must agree with.

The columns of a row are who may know of the picture; `owner` is always its own owner.
"""

PEOPLE = frozenset(
    {
        "visitor",
        "stranger",
        "pending follower",
        "follower",
        "removed follower",
        "blocked",
        "blocker",
        "owner",
        "moderator",
        "admin",
        "viewer",
        "contributor",
        "editor",
    }
)
"""A blocked one followed before; a blocker is somebody who has blocked the owner; each is one person.

The last three have that role in three of the owner's albums, and are strangers else.
"""

EVERYONE = PEOPLE - {"blocked", "blocker"}
OWNER = frozenset({"owner"})
FOLLOWERS = frozenset({"owner", "follower"})
WATCHED = frozenset({"owner", "moderator", "admin"})
NOBODY: frozenset[str] = frozenset()
LET_IN = frozenset({"viewer", "contributor", "editor"})

SEES = {
    "public ready": EVERYONE,
    "public, understanding off": EVERYONE,
    "public in a public album": EVERYONE,
    "public in an album for followers": FOLLOWERS,
    "public in a private album": OWNER,
    "public below a private album": OWNER,
    "followers ready": FOLLOWERS,
    "followers in a public album": FOLLOWERS,
    "followers in a private album": OWNER,
    "followers pending": OWNER,
    "followers, not yet judged": OWNER,
    "followers held": WATCHED,
    "followers in the trash": OWNER,
    "followers, owner suspended": NOBODY,
    "private in a public album": OWNER,
    "public pending": OWNER,
    "public processing": OWNER,
    "public failed": OWNER,
    "public, not yet judged": OWNER,
    "public held": WATCHED,
    "public hidden": WATCHED,
    "followers hidden": WATCHED,
    "private hidden": OWNER,
    "private ready": OWNER,
    "private held": OWNER,
    "public in the trash": OWNER,
    "public held in the trash": OWNER,
    "public, owner suspended": NOBODY,
    "private, owner suspended": NOBODY,
}
"""The owner of a suspended account comes with a login that has ended."""

HAS_RENDITIONS = SEES.keys() - {"public pending", "public processing", "public failed", "followers pending"}
HAS_ORIGINAL = SEES.keys() - {"public failed"}
IN_TRASH = {"public in the trash", "public held in the trash", "followers in the trash"}
OPEN = {name for name, people in SEES.items() if people == EVERYONE}
HELD = {"public held", "followers held"}

ALBUMS = {
    "public album": EVERYONE,
    "album for followers": FOLLOWERS | LET_IN,
    "private album": OWNER | LET_IN,
    "public below private": OWNER,
    "public below followers": FOLLOWERS,
    "public album, owner suspended": NOBODY,
}
"""Who may know of an album, by its name, its place and what is in it. A role does not open the albums below."""

HAS_ROLES = {"public album", "album for followers", "private album"}
INSIDE = {"public in an album for followers", "public in a private album", "followers in a private album"}
"""What such an album shows to who has a role in it, there and by its own address, but in no list outside."""

MAY_CHANGE = {
    ("contributor", "albums.put_images"),
    ("contributor", "albums.take_images_out"),
    ("editor", "albums.put_images"),
    ("editor", "albums.take_images_out"),
    ("editor", "albums.change_album"),
}
"""What a role allows in its albums."""

MODERATORS = frozenset({"moderator", "admin"})


def sees(person: str, picture: str) -> bool:
    """Whether they may know of it at all."""
    return person in SEES[picture]


def looks_at(person: str, picture: str) -> bool:
    """By its own address or in its album."""
    return sees(person, picture) or (person in LET_IN and picture in INSIDE)


def is_listed(person: str, picture: str) -> bool:
    return sees(person, picture) and picture not in IN_TRASH


def may_change(person: str, picture: str) -> bool:
    return person == "owner" and sees(person, picture)


def is_found(person: str, picture: str) -> bool:
    """By another picture: what can be shown and is in lists."""
    return is_listed(person, picture) and picture in HAS_RENDITIONS


def is_asked_with(person: str, picture: str) -> bool:
    return sees(person, picture) and picture in HAS_RENDITIONS


def own_found(person: str, picture: str) -> bool:
    return person == "owner" and is_found(person, picture)


def own_listed(person: str, picture: str) -> bool:
    return person == "owner" and is_listed(person, picture)


def is_own(person: str, _picture: str) -> bool:
    return person == "owner"


def in_saved_search(person: str, picture: str) -> bool:
    """Whoever has an account keeps searches, which find what any search of theirs finds."""
    return person != "visitor" and is_listed(person, picture)


def on_board(person: str, picture: str) -> bool:
    """Whoever has an account keeps projects, whose boards show what they see and what can be drawn."""
    return person != "visitor" and is_found(person, picture)


def in_feed(person: str, picture: str) -> bool:
    """Of others, and as everybody sees it: moderators see elsewhere what others may not."""
    return person not in ("visitor", "owner") and is_listed(person, picture) and SEES[picture] != WATCHED


def in_feed_of_people(person: str, picture: str) -> bool:
    return person == "follower" and in_feed(person, picture)


def is_told(person: str, picture: str) -> bool:
    """Whoever has an account, of what they see."""
    return person != "visitor" and is_listed(person, picture)


def in_class_examples(person: str, picture: str) -> bool:
    """Its class is shared with everybody who has an account; the picture is no more visible for that."""
    return person != "visitor" and is_listed(person, picture)


def own_trashed(person: str, picture: str) -> bool:
    return person == "owner" and picture in IN_TRASH


def has_bytes(person: str, picture: str) -> bool:
    return looks_at(person, picture) and picture in HAS_RENDITIONS


def has_original(person: str, picture: str) -> bool:
    return looks_at(person, picture) and picture in HAS_ORIGINAL


def in_archive(person: str, picture: str) -> bool:
    """Chosen by its id."""
    return sees(person, picture) and picture in HAS_ORIGINAL - IN_TRASH


def in_explore(person: str, picture: str) -> bool:
    """What everyone may see, without what is behind a block."""
    return picture in OPEN and person in EVERYONE


def is_recommended(person: str, picture: str) -> bool:
    """What everyone may see, of others, to who has an account."""
    return person not in ("visitor", "owner") and in_explore(person, picture)


def may_mark(person: str, picture: str) -> bool:
    """Like or collect it: whoever has an account and sees it."""
    return person != "visitor" and sees(person, picture)


def may_copy(person: str, picture: str) -> bool:
    """Whoever has an account and sees it as others do, as far as its licence lets them; what is one's own is there."""
    of_others = in_feed(person, picture) and picture in HAS_ORIGINAL
    return of_others or (person == "owner" and looks_at(person, picture))


def is_known(person: str, picture: str) -> bool:
    """What failed may be sent again, so it is not said to be here."""
    return person == "owner" and has_original(person, picture)


def in_jobs_room(person: str, _picture: str) -> bool:
    """By its id alone."""
    return person in MODERATORS


def in_seen_album(person: str, picture: str) -> bool:
    """In the list of its album, for who may see both."""
    return looks_at(person, picture) and picture not in IN_TRASH


def in_album_archive(person: str, picture: str) -> bool:
    return has_original(person, picture) and picture not in IN_TRASH


def is_cover(person: str, picture: str) -> bool:
    """Of a public album: never a picture that this person may not see."""
    return is_listed(person, picture)


def covers_page(person: str, picture: str) -> bool:
    """Only what is open to all, whoever looks at the page; a block hides the page itself."""
    return picture in OPEN and person in EVERYONE


def seen_as_follower(person: str, picture: str) -> bool:
    """What a follower would see, and only the owner may look so."""
    return person == "owner" and is_listed("follower", picture)


def names_album(person: str, picture: str) -> bool:
    """Whoever sees a picture sees its album, which is never stricter."""
    return looks_at(person, picture)


def sees_album(person: str, album: str) -> bool:
    return person in ALBUMS[album]


SHARED = {
    "public ready",
    "public, understanding off",
    "public in a public album",
    "public in an album for followers",
    "public in a private album",
    "public below a private album",
    "followers ready",
    "followers in a public album",
    "followers in a private album",
    "private in a public album",
    "private ready",
}
"""What a link of its owner's shows, whatever its level: what is ready, was let pass and is there."""

KEPT_CLOSER = {"followers ready", "followers in a public album", "private in a public album", "private ready"}
"""Than the public album that it stands in."""


def by_link(person: str, picture: str) -> bool:
    """Whoever holds the link, unless there is a block."""
    return person in EVERYONE and picture in SHARED


def by_link_of_album(person: str, picture: str) -> bool:
    return by_link(person, picture) and picture not in KEPT_CLOSER


def takes_album(person: str, album: str) -> bool:
    """What everybody may see, unless a block stands between."""
    return sees_album("visitor", album) and sees_album(person, album)


def is_mapped(_person: str, picture: str) -> bool:
    """In the sitemap, which names what everybody may see, whoever asks."""
    return picture in OPEN


def in_held_room(person: str, picture: str) -> bool:
    return person in MODERATORS and picture in HELD
