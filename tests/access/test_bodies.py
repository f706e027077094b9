"""What a request may bring: every body and query has a schema, every text and list a greatest length."""

from collections.abc import Iterator
from enum import EnumMeta
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from annotated_types import Len, MaxLen
from flask import Flask
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cms.settings import Settings
from cms.wire.requests import Contract
from tests.access.doors import Doors, permission_of
from tests.people import Person
from tests.routes import Route, routes_of
from tests.site import Site, open_site

PROTECTED = {
    "id": "0" * 26,
    "owner_id": "0" * 26,
    "owner": "ada",
    "account_id": "0" * 26,
    "role": "admin",
    "active": True,
    "scopes": ["*"],
    "used_bytes": 0,
    "quota_bytes": 0,
    "usage": {},
    "sha256_of": "0" * 64,
    "state": "ready",
    "review": "passed",
    "effective_privacy": "public",
    "is_trashed": False,
    "created_at": "2020-01-01T00:00:00Z",
    "fs_uniquifier": "x",
    "can": {"edit": True},
    "__class__": "x",
    "__proto__": {},
}
"""What nobody sets by saying so."""

BOUNDED_BY_PATTERN = ("{0,", "{64}")
"""A pattern that says how long a text may be says it well enough."""

BOUNDED_ELSEWHERE = {
    "ImageUpload.file": "bytes, by the setting for pictures",
    "ReverseSearchUpload.file": "the same",
    "NewPasskey.credential": "whatever a device says, by the bound of a body",
    "PasskeyLogin.credential": "the same",
}


def contracts(app: Flask) -> Iterator[tuple[Route, Contract]]:
    for route in routes_of(app):
        contract = getattr(app.view_functions[route.endpoint], "contract", None)
        if contract is not None:
            yield route, contract


def taken_by(app: Flask) -> dict[str, type[BaseModel]]:
    """Every model of what comes in, with those inside it, by name."""
    found: dict[str, type[BaseModel]] = {}
    for _route, contract in contracts(app):
        for model in filter(None, (contract.body, contract.query, contract.form)):
            collect(model, found)
    return found


def collect(model: type[BaseModel], found: dict[str, type[BaseModel]]) -> None:
    found[model.__name__] = model
    for info in model.model_fields.values():
        for kind in kinds_in(info.annotation):
            if isinstance(kind, type) and issubclass(kind, BaseModel) and kind.__name__ not in found:
                collect(kind, found)


def kinds_in(annotation: Any) -> Iterator[Any]:
    """The plain types that an annotation is made of."""
    yield annotation
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from kinds_in(part)


def unbounded(annotation: Any, metadata: list[Any]) -> bool:
    """Whether a text or list somewhere in this annotation may be of any length."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return unbounded(parts[0], [*metadata, *parts[1:]])
    if origin in (Union, UnionType):
        return any(unbounded(part, metadata) for part in parts if part is not type(None))
    if origin is list:
        return not is_bounded(metadata) or unbounded(parts[0], [])
    if origin is dict and get_origin(parts[0]) is Literal:
        return unbounded(parts[1], [])
    if origin is dict or annotation is dict or annotation is Any:
        return True
    return annotation is str and not is_bounded(metadata)


def is_bounded(metadata: list[Any]) -> bool:
    """Whether one of these says how long at most."""
    inner = [part for found in metadata if isinstance(found, FieldInfo) for part in found.metadata]
    every = [*metadata, *inner]
    patterns = [str(getattr(found, "pattern", None) or "") for found in every]
    is_limited = any(
        (isinstance(found, MaxLen | Len) and found.max_length is not None) or getattr(found, "max_length", None)
        for found in every
    )
    return is_limited or any(end in pattern for pattern in patterns for end in BOUNDED_BY_PATTERN)


def test_no_body_takes_fields_that_it_does_not_name(site: Site) -> None:
    bodies = [c for _, contract in contracts(site.app) for c in (contract.body, contract.form) if c is not None]
    assert len(bodies) >= 8
    assert [model.__name__ for model in bodies if model.model_config.get("extra") != "forbid"] == []
    inner = {name: model for name, model in taken_by(site.app).items() if model.model_config.get("extra") != "forbid"}
    queries = {contract.query for _, contract in contracts(site.app)}
    assert [name for name, model in inner.items() if model not in queries] == []


def test_every_text_and_list_that_comes_in_has_a_greatest_length(site: Site) -> None:
    found = [
        f"{name}.{field}"
        for name, model in taken_by(site.app).items()
        for field, info in model.model_fields.items()
        if unbounded(info.annotation, list(info.metadata))
    ]
    assert set(found) - BOUNDED_ELSEWHERE.keys() == set(), "give each a max_length"


def test_what_is_sorted_or_filtered_by_is_one_of_a_list(site: Site) -> None:
    names = {"sort", "order", "as", "as_", "images", "kind", "privacy", "category", "role"}
    loose = [
        f"{model.__name__}.{field}"
        for model in taken_by(site.app).values()
        for field, info in model.model_fields.items()
        if field in names and not is_choice(info.annotation)
    ]
    assert loose == []


def is_choice(annotation: Any) -> bool:
    """Literals and enums alone, or a list of ids."""
    kinds = [kind for kind in kinds_in(annotation) if not get_args(kind) or get_origin(kind) is Literal]
    plain = [kind for kind in kinds if kind is not type(None)]
    return all(get_origin(kind) is Literal or isinstance(kind, EnumMeta) for kind in plain) or list in map(
        get_origin, kinds_in(annotation)
    )


@pytest.fixture(scope="module")
def bodied(doors: Doors) -> list[tuple[Route, type[BaseModel]]]:
    return [(route, contract.body) for route, contract in contracts(doors.site.app) if contract.body is not None]


def test_protected_fields_are_refused_in_every_body(doors: Doors, bodied: list[tuple[Route, type[BaseModel]]]) -> None:
    for route, model in bodied:
        person, address = doors.allowed(permission_of(route)), doors.address(route)
        before = doors.contents()
        for name, value in PROTECTED.items():
            if name in model.model_fields:
                continue
            answer = person.at(route.method, address, json={**doors.body(route), name: value})
            assert answer.status_code == 422, (route.name, name, answer.text)
            assert name in [error["field"] for error in answer.json["errors"]], (route.name, name)
        assert doors.contents() == before, route.name


def test_protected_fields_of_an_upload_are_refused_too(alice: Person) -> None:
    for name in PROTECTED:
        if name not in ("can", "usage", "__proto__", "scopes"):
            answer = alice.upload(**{name: "x"})
            assert answer.status_code == 422, name
            raw = alice.call("POST", f"/images?{name}=x", data=b"\xff\xd8\xff", content_type="image/jpeg")
            assert raw.status_code in (415, 422), name
    assert alice.ids(owner="alice") == []


BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "application/json"),
    "a list": (b"[]", "application/json"),
    "a number": (b"1e999", "application/json"),
    "not a number": (b'{"rating": NaN}', "application/json"),
    "null": (b"null", "application/json"),
    "half of an object": (b'{"title": ', "application/json"),
    "deep nesting": (b'{"title":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "application/json"),
    "wrong encoding": (b'{"title": "\xff\xfe"}', "application/json"),
    "a lone surrogate": (b'{"title": "\\ud800"}', "application/json"),
    "a NUL": (b'{"title": "a\\u0000b"}', "application/json"),
    "a huge number": (b'{"rating": ' + b"9" * 5000 + b"}", "application/json"),
    "a form": (b"title=x", "application/x-www-form-urlencoded"),
    "xml": (b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>", "application/xml"),
    "text": (b'{"title": "x"}', "text/plain"),
    "far too much": (b'{"title": "' + b"x" * 1_100_000 + b'"}', "application/json"),
    "a key twice": (b'{"nonsense": 1, "nonsense": 2}', "application/json"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_body_is_the_callers_fault_and_changes_nothing(
    doors: Doors, bodied: list[tuple[Route, type[BaseModel]]], kind: str
) -> None:
    data, content_type = BROKEN[kind]
    for route, _model in bodied:
        person, address = doors.allowed(permission_of(route)), doors.address(route)
        before = doors.contents()
        answer = person.at(route.method, address, data=data, content_type=content_type)
        assert answer.status_code in (400, 413, 415, 422), (route.name, answer.status_code, answer.text)
        assert doors.contents() == before, route.name


WRONG = {
    "twice": "{0}=1&{0}=2",
    "negative": "{0}=-1",
    "huge": "{0}=99999999999999999999999999999999",
    "no number": "{0}=1e3",
    "a list": "{0}[]=1&{0}[0]=2",
    "an object": "{0}[$gt]=",
    "empty": "{0}=",
    "a NUL": "{0}=%00",
    "no utf-8": "{0}=%ff%fe",
    "a surrogate": "{0}=%ed%a0%80",
    "long": "{0}=" + "9" * 5000,
    "sql": "{0}=1%27%20OR%201=1--%20",
    "a query of the index": "{0}=*%3A*%20%7B%22match_all%22%3A%7B%7D%7D",
    "a template": "{0}=%7B%7B7*7%7D%7D%25s",
    "other digits": "{0}=%D9%A3",
}
UNKNOWN = ("role", "owner_id", "scope", "is_admin", "viewer", "fields", "order_by", "__class__", "page_size", "review")


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_parameters_are_refused_or_passed_over(doors: Doors, kind: str) -> None:
    for route, contract in contracts(doors.site.app):
        if route.method != "GET" or contract.query is None:
            continue
        address = doors.address(route)
        for name in contract.query.model_fields:
            for who in ("visitor", "owner"):
                answer = doors.people[who].at("GET", f"{address}?{WRONG[kind].format(name)}")
                assert answer.status_code in (200, 302, 400, 401, 404, 422), (route.name, name, answer.text)
                answer.close()


def test_no_parameter_widens_what_is_shown(doors: Doors) -> None:
    visitor, owner = doors.people["visitor"], doors.people["owner"]
    hidden = owner.adds(title="hidden")
    plain = set(visitor.ids())
    for name in UNKNOWN:
        for value in ("admin", "1", "true", owner.id, "held", "-1"):
            assert set(visitor.ids(**{name: value})) == plain, (name, value)
    for query in ("owner=alice&owner=ada", "limit=1&limit=100", "privacy=private", "ids=" + hidden, "state=pending"):
        assert hidden not in visitor.at("GET", f"/api/v1/images?{query}").text, query


@pytest.mark.parametrize("address", ["sort=", "sort=password", "sort=newest;drop", "sort=owner_id", "sort=NEWEST"])
def test_only_the_orders_of_the_list_are_known(visitor: Person, address: str) -> None:
    assert visitor.at("GET", f"/api/v1/images?{address}").status_code == 422


def test_unknown_columns_of_the_admin_sort_nothing(settings: Settings) -> None:
    site = open_site(settings)
    mod = site.person("mod", "moderator")  # type: ignore[arg-type]
    for query in ("sort=99", "sort=-1", "sort=x", "sort=1&desc=2", "page=-1", "page=99999999999999999999", "page=x",
                  "page_size=100000", "page_size=-1", "flt0_0=x", "search=%25%00", "search=%ff"):  # fmt: skip
        for room in ("accounts", "held", "jobs"):
            assert mod.page(f"/admin/{room}/?{query}").status_code in (200, 302, 400, 404), (room, query)
