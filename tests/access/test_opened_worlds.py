"""Random worlds behind a share link: Python and SQL agree with plain words on what it opens, to whoever holds it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Connection

from cms.access.audience import album_audience, image_audience, no_closer_than
from cms.access.viewer import Opened, Role, Viewer, holder_of
from cms.extensions import Key
from tests.access.clause_reading import Edge, Thing, by_python, by_sql, table_of, world_at

NAMES = ["ann", "bo", "cai"]
"""Of accounts, and of things: what they are called is all that matters here."""

LEVELS = ["public", "followers", "private"]
IMAGES = table_of(
    "images",
    {
        **{name: Key(26) for name in ("id", "owner_id", "album_id", "effective_privacy", "state", "review")},
        "is_trashed": Boolean(),
        "is_owner_suspended": Boolean(),
        "is_hidden": Boolean(),
    },
)
names = st.sampled_from(NAMES)
rarely = st.sampled_from([False, False, False, True])
things = st.fixed_dictionaries(
    {
        "id": names,
        "owner_id": names,
        "album_id": names | st.none(),
        "effective_privacy": st.sampled_from(LEVELS),
        "state": st.sampled_from(["ready", "ready", "ready", "pending", "failed"]),
        "review": st.sampled_from(["passed", "passed", "passed", "held", "hidden", "pending"]),
        "is_trashed": rarely,
        "is_owner_suspended": rarely,
        "is_hidden": rarely,
    }
)
worlds = st.lists(things, min_size=4, max_size=25)
ties = st.frozensets(st.tuples(st.sampled_from(["blocks", "collection_items", "collection_items"]), names, names))
links = st.builds(
    Opened,
    kind=st.sampled_from(["image", "album", "collection"]),
    thing_id=names,
    maker_id=names,
    levels=st.sampled_from(LEVELS).map(no_closer_than),
    below=st.frozensets(names, max_size=1),
    closed_albums=st.frozensets(names, max_size=1),
)
people = st.none() | st.builds(Viewer, id=names, name=names, role=st.sampled_from(Role))


def is_blocked(viewer: Viewer, thing: Thing, edges: frozenset[Edge]) -> bool:
    owner = str(thing["owner_id"])
    return bool({("blocks", owner, viewer.id), ("blocks", viewer.id, owner)} & edges)


def shows_image(opened: Opened, viewer: Viewer, image: Thing, edges: frozenset[Edge]) -> bool:
    is_there = image["state"] == "ready" and image["review"] == "passed" and not image["is_trashed"]
    if not is_there or image["is_owner_suspended"] or is_blocked(viewer, image, edges):
        return False
    is_makers = image["owner_id"] == opened.maker_id and image["effective_privacy"] in opened.levels
    may_be_shown = is_makers and image["album_id"] not in opened.closed_albums
    if opened.kind == "collection":
        is_inside = ("collection_items", opened.thing_id, image["id"]) in edges
        return is_inside and (may_be_shown or image["effective_privacy"] == "public")
    if opened.kind == "image":
        return may_be_shown and image["id"] == opened.thing_id
    return may_be_shown and image["album_id"] in {opened.thing_id, *opened.below}


def shows_thing(opened: Opened, viewer: Viewer, thing: Thing, edges: frozenset[Edge]) -> bool:
    is_it = opened.kind != "image" and thing["id"] in {opened.thing_id, *opened.below}
    is_it = is_it and thing["owner_id"] == opened.maker_id
    is_hidden = thing["id"] in opened.closed_albums or thing["is_hidden"]
    return is_it and not is_hidden and not thing["is_owner_suspended"] and not is_blocked(viewer, thing, edges)


RULES: dict[str, tuple[Any, Callable[..., bool]]] = {
    "image": (image_audience, shows_image),
    "album": (album_audience, shows_thing),
}


@pytest.fixture(scope="module")
def in_sqlite() -> Iterator[Connection]:
    with world_at("sqlite://", IMAGES) as connection:
        yield connection


@pytest.fixture(scope="module")
def in_mariadb(new_mariadb_database: Callable[[], str]) -> Iterator[Connection]:
    with world_at(new_mariadb_database(), IMAGES) as connection:
        yield connection


@pytest.mark.parametrize("database", ["in_sqlite", "in_mariadb"])
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_reading_of_a_link_agrees_with_plain_words(
    rule: tuple[Any, Callable[..., bool]], database: str, request: pytest.FixtureRequest
) -> None:
    connection: Connection = request.getfixturevalue(database)
    audience, shows = rule

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(opened=links, person=people, world=worlds, edges=ties)
    def agrees(opened: Opened, person: Viewer | None, world: list[Thing], edges: frozenset[Edge]) -> None:
        holder = holder_of(opened, person)
        wanted = {number for number, thing in enumerate(world, 1) if shows(opened, holder, thing, edges)}
        assert by_python(audience(holder), world, edges) == wanted
        assert by_sql(connection, IMAGES, audience(holder), world, edges) == wanted

    agrees()
