"""Random worlds of accounts, ties, images and albums: every reading of an audience agrees with plain words."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Connection

from cms.access.audience import album_audience, image_audience, person_audience
from cms.access.viewer import Role, Viewer, imagined_follower
from cms.clauses import Clause, resolved
from cms.extensions import Key
from cms.index.elastic import ElasticIndex
from tests.access.clause_reading import (
    Edge,
    Thing,
    by_elasticsearch,
    by_index_file,
    by_python,
    by_sql,
    indexed,
    members_of,
    table_of,
    world_at,
)

ACCOUNTS = ["ann", "bo", "cai", "dee"]
LEVELS, STATES, REVIEWS = (
    ["public", "followers", "private"],
    ["pending", "ready", "failed"],
    ["pending", "passed", "held", "hidden"],
)
NO_YES = (False, True)
IMAGES = table_of(
    "images",
    {
        "owner_id": Key(26),
        "effective_privacy": Key(16),
        "state": Key(16),
        "review": Key(16),
        "is_trashed": Boolean(),
        "is_owner_suspended": Boolean(),
        "id": Key(26),
        "active": Boolean(),
    },
)
"""Also what the audiences of albums and people ask about, so that one table serves all three."""


def mostly(*values: object) -> st.SearchStrategy[object]:
    """Mostly the first value: where all are drawn alike, hardly anything is there to be seen."""
    return st.sampled_from([values[0]] * 3 + list(values))


accounts = st.sampled_from(ACCOUNTS)
images = st.fixed_dictionaries(
    {
        "owner_id": accounts,
        "effective_privacy": st.sampled_from(LEVELS),
        "state": mostly("ready", *STATES),
        "review": mostly("passed", *REVIEWS),
        "is_trashed": mostly(*NO_YES),
        "is_owner_suspended": mostly(*NO_YES),
        "id": accounts,
        "active": st.booleans(),
    }
)
worlds = st.lists(images, min_size=4, max_size=25)
kinds = st.sampled_from(["follows", "blocks", "album_editors"])
ties = st.frozensets(st.tuples(kinds, accounts, accounts), min_size=1, max_size=12)
viewers = st.one_of(
    st.none(),
    st.builds(lambda name, role: Viewer(id=name, name=name, role=role), accounts, st.sampled_from(Role)),
    st.builds(imagined_follower, accounts),
)
often = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def is_near(viewer: Viewer | None, thing: Thing, edges: frozenset[Edge]) -> bool:
    """In plain words: public, or for followers and the viewer follows; and nobody of the two has blocked the other."""
    owner, level = thing["owner_id"], thing["effective_privacy"]
    if viewer is None:
        return level == "public"
    follows = ("follows", viewer.id, owner) in edges or viewer.as_follower_of == owner
    is_shown = level == "public" or (level == "followers" and follows)
    return is_shown and not is_blocked(viewer, owner, edges)


def is_blocked(viewer: Viewer, owner: object, edges: frozenset[Edge]) -> bool:
    return ("blocks", owner, viewer.id) in edges or ("blocks", viewer.id, owner) in edges


def sees_image(viewer: Viewer | None, image: Thing, edges: frozenset[Edge]) -> bool:
    is_there = image["state"] == "ready" and not image["is_trashed"]
    if viewer is not None and image["owner_id"] == viewer.id:
        return True
    is_moderator = viewer is not None and viewer.role != "member"
    if is_moderator and is_there and image["review"] in ("held", "hidden") and image["effective_privacy"] != "private":
        return True
    is_open = is_there and image["review"] == "passed" and not image["is_owner_suspended"]
    return is_open and is_near(viewer, image, edges)


def sees_album(viewer: Viewer | None, album: Thing, edges: frozenset[Edge]) -> bool:
    if viewer is not None and album["owner_id"] == viewer.id:
        return True
    return not album["is_owner_suspended"] and (is_near(viewer, album, edges) or has_role(viewer, album, edges))


def has_role(viewer: Viewer | None, album: Thing, edges: frozenset[Edge]) -> bool:
    """Its owner let them in, and nobody of the two has blocked the other since."""
    is_let_in = viewer is not None and ("album_editors", viewer.id, album["id"]) in edges
    return viewer is not None and is_let_in and not is_blocked(viewer, album["owner_id"], edges)


def sees_person(viewer: Viewer | None, account: Thing, edges: frozenset[Edge]) -> bool:
    return bool(account["active"]) and (viewer is None or ("blocks", account["id"], viewer.id) not in edges)


RULES = {
    "image": (image_audience, sees_image),
    "album": (album_audience, sees_album),
    "person": (person_audience, sees_person),
}
Rule = tuple[Callable[[Viewer | None], Clause], Callable[[Viewer | None, Thing, frozenset[Edge]], bool]]


def in_words(rule: Rule, viewer: Viewer | None, world: list[Thing], edges: frozenset[Edge]) -> set[int]:
    return {number for number, thing in enumerate(world, 1) if rule[1](viewer, thing, edges)}


@pytest.fixture(scope="module")
def in_sqlite() -> Iterator[Connection]:
    with world_at("sqlite://", IMAGES) as connection:
        yield connection


@pytest.fixture(scope="module")
def in_mariadb(new_mariadb_database: Callable[[], str]) -> Iterator[Connection]:
    with world_at(new_mariadb_database(), IMAGES) as connection:
        yield connection


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@often
@given(viewer=viewers, world=worlds, edges=ties)
def test_python_sqlite_and_the_index_file_agree_with_plain_words(
    in_sqlite: Connection, rule: Rule, viewer: Viewer | None, world: list[Thing], edges: frozenset[Edge]
) -> None:
    clause, wanted = rule[0](viewer), in_words(rule, viewer, world, edges)
    assert by_python(clause, world, edges) == wanted
    assert by_sql(in_sqlite, IMAGES, clause, world, edges) == wanted
    assert by_index_file(resolved(clause, members_of(edges)), world) == wanted


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@settings(often, max_examples=60)
@given(viewer=viewers, world=worlds, edges=ties)
def test_mariadb_agrees_with_plain_words(
    in_mariadb: Connection, rule: Rule, viewer: Viewer | None, world: list[Thing], edges: frozenset[Edge]
) -> None:
    assert by_sql(in_mariadb, IMAGES, rule[0](viewer), world, edges) == in_words(rule, viewer, world, edges)


@pytest.fixture(scope="module")
def in_elasticsearch(new_elasticsearch_url: Callable[[], str]) -> tuple[ElasticIndex, list[Thing]]:
    """Every image that there can be; asking is all that a test does."""
    fields = ("owner_id", "effective_privacy", "state", "review", "is_trashed", "is_owner_suspended", "id", "active")
    flags = [True, False]
    every = product(ACCOUNTS, LEVELS, ["ready", "pending"], REVIEWS, flags, flags, ACCOUNTS[:2], flags)
    world = [dict(zip(fields, values, strict=True)) for values in every]
    return indexed(new_elasticsearch_url(), world), world


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@settings(often, max_examples=25)
@given(viewer=viewers, edges=ties)
def test_elasticsearch_agrees_with_plain_words(
    in_elasticsearch: tuple[ElasticIndex, list[Thing]], rule: Rule, viewer: Viewer | None, edges: frozenset[Edge]
) -> None:
    index, world = in_elasticsearch
    found = by_elasticsearch(index, resolved(rule[0](viewer), members_of(edges)), most=len(world))
    assert found == in_words(rule, viewer, world, edges)
