"""A large site to measure: the pictures of `search_seed`, a tenth of them one person's, half of these in one album.

The first ten thousand are made one by one, all others by the database as copies of these with other ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, func, insert, literal, select, update

from cms.accounts.models import Account
from cms.extensions import db
from cms.images.models import Album, Classification, Image, ImageTag
from cms.pagination import encode_cursor
from cms.transaction import writing
from tests.bench.search_seed import Picture, image_id, people, pictures
from tests.people import Person
from tests.site import Site

ALBUM, OWNER = "0A000000000000000000000001", "largest"
OLD_ALBUM, EARLY, FIRST = "0A000000000000000000000002", "early", 500
"""Somebody who had the very first pictures, all in one album, and has sent nothing since."""

A_TENTH, BY_HAND, AT_ONCE = 10, 10_000, 2_000


@dataclass(frozen=True)
class World:
    """Who asks, and cursors half way and four fifths down every list."""

    askers: Mapping[str, Person]
    half: str
    deep: str


def build(site: Site, count: int) -> World:
    """Fill the site with so many pictures, a multiple of 10,000; the same every time."""
    largest, early = site.person(OWNER), site.person(EARLY)
    with site.app.app_context(), writing():
        db.session.execute(db.insert(Account), [row_of(account) for account in people()])
        db.session.add_all([album(ALBUM, largest.id), album(OLD_ALBUM, early.id)])
    with site.app.app_context():
        for batch in pictures(BY_HAND):
            with writing():
                for model, rows in together(batch, largest.id).items():
                    db.session.execute(db.insert(model), rows)
        for shift in range(BY_HAND, count, BY_HAND):
            for begin in range(0, BY_HAND, AT_ONCE):
                with writing():
                    copy_by(shift, begin)
        with writing():
            first = update(Image).where(Image.id < image_id(FIRST))
            db.session.execute(first.values(owner_id=early.id, album_id=OLD_ALBUM))
        with writing():
            optimise()
    askers = {"a visitor": site.visitor, "a stranger": site.person("stranger"), "the owner": largest}
    return World(askers, encode_cursor(image_id(count // 2)), encode_cursor(image_id(count // 5)))


def album(album_id: str, owner_id: str) -> Album:
    levels = dict.fromkeys(("privacy", "effective_privacy"), "public")
    return Album(id=album_id, owner_id=owner_id, title="All", category="other", path=f"{album_id}/", **levels)


def row_of(account: Account) -> dict[str, object]:
    named = ("id", "name", "display_name", "password", "fs_uniquifier")
    return {name: getattr(account, name) for name in named}


def together(batch: list[Picture], largest: str) -> dict[type, list[dict[str, object]]]:
    """The rows of a batch by table; every tenth picture is the largest owner's, every other of these in the album."""
    found: dict[type, list[dict[str, object]]] = {}
    for one in batch:
        for model, rows in one.rows.items():
            found.setdefault(model, []).extend(rows)
        if one.number % A_TENTH == 0:
            [image] = one.rows[Image]
            image["owner_id"] = largest
            image["album_id"] = ALBUM if one.number % (2 * A_TENTH) == 0 else None
    return found


def copy_by(shift: int, begin: int) -> None:
    """Some of the first pictures once more, from this one on, with ids moved up by so much."""
    among = image_id(begin), image_id(begin + AT_ONCE)
    image = Image.__table__
    digest = padded("f", number_of(image.c.id, shift), 63)
    copy(image, {"id": moved(image.c.id, shift), "sha256": digest}, between(image.c.id, among))
    tag, seen = ImageTag.__table__, Classification.__table__
    tag_id = padded("", number_of(tag.c.image_id, shift), 20, after=func.substr(tag.c.id, 21))
    moved_tag = {"id": tag_id, "image_id": moved(tag.c.image_id, shift)}
    copy(tag, moved_tag, between(tag.c.image_id, among))
    copy(seen, {"image_id": moved(seen.c.image_id, shift)}, between(seen.c.image_id, among))


def between(column: ColumnElement[Any], among: tuple[str, str]) -> ColumnElement[bool]:
    """From the first id on, before the second."""
    return and_(column >= among[0], column < among[1])


def copy(table: Any, changed: Mapping[str, ColumnElement[Any]], which: ColumnElement[bool]) -> None:
    columns = [changed.get(column.key, column) for column in table.c]
    db.session.execute(insert(table).from_select(list(table.c.keys()), select(*columns).where(which)))


def number_of(column: ColumnElement[Any], shift: int) -> ColumnElement[Any]:
    return cast(func.substr(column, 3), Integer) + literal(shift)


def moved(column: ColumnElement[Any], shift: int) -> ColumnElement[Any]:
    return padded("0M", number_of(column, shift), 24)


def padded(before: str, number: ColumnElement[Any], width: int, *, after: Any = "") -> ColumnElement[Any]:
    """Text of a number with leading zeros, in the words of either database."""
    if db.engine.dialect.name == "sqlite":
        return func.printf(f"{before}%0{width}d%s", number, after)
    return func.concat(before, func.lpad(number, width, "0"), after)


def optimise() -> None:
    """MariaDB looks at what there is by itself sooner or later; nobody asks SQLite to."""
    if db.engine.dialect.name != "sqlite":
        db.session.execute(db.text("ANALYZE TABLE images, image_tags, albums, accounts"))
