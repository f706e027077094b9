"""Lines of the log: which request they belong to, what a request leaves there, and what never stands in one."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis
from rq import Queue as RqQueue
from rq.serializers import JSONSerializer

from cms.logs import FORM, AsJson, OneLine, current_request, on_behalf_of
from tests.people import Person
from tests.site import Site

SANE = "from-the-proxy_01"
STRANGE = ["", "a" * 65, "a b", "a\tb", "../x", "a;b", "<script>", "å", "a'--"]


class Lines(io.StringIO):
    """What a log in JSON holds."""

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def lines() -> Iterator[Lines]:
    written, root = Lines(), logging.getLogger()
    stream = logging.StreamHandler(written)
    stream.setFormatter(AsJson("web"))
    before = root.level
    root.addHandler(stream)
    root.setLevel(logging.INFO)
    yield written
    root.setLevel(before)
    root.removeHandler(stream)


def accesses(lines: Lines) -> list[dict[str, Any]]:
    return [line for line in lines.told if line["logger"] == "cms.wire.accesses"]


def test_the_id_that_a_proxy_gives_goes_through_answer_problem_and_log(visitor: Person, lines: Lines) -> None:
    answer = visitor.call("GET", "/images/nothing", headers={"X-Request-ID": SANE})
    assert (answer.headers["X-Request-ID"], answer.json["request_id"]) == (SANE, SANE)
    assert {line["request_id"] for line in lines.told} == {SANE}


@pytest.mark.parametrize("strange", STRANGE)
def test_an_id_that_is_no_token_is_replaced(visitor: Person, strange: str) -> None:
    given_back = visitor.call("GET", "/session", headers={"X-Request-ID": strange}).headers["X-Request-ID"]
    assert given_back != strange
    assert len(given_back) == 16


def test_ids_that_are_made_differ_and_end_with_the_request(visitor: Person) -> None:
    assert len({visitor.get("/session").headers["X-Request-ID"] for _ in range(5)}) == 5
    assert current_request() == ""


def test_a_request_is_one_line_by_its_rule(alice: Person, lines: Lines) -> None:
    image_id = alice.adds()
    assert alice.get(f"/images/{image_id}").status_code == 200
    line = accesses(lines)[-1]
    told = {name: line[name] for name in ("method", "route", "status", "level", "role")}
    assert told == {
        "method": "GET",
        "route": "/api/v1/images/<image_id>",
        "status": 200,
        "level": "info",
        "role": "web",
    }
    assert line["ms"] > 0
    assert line["bytes"] > 100
    assert line["time"].endswith("+00:00")


def test_no_secret_and_nobody_is_in_the_log(site: Site, alice: Person, visitor: Person, lines: Lines) -> None:
    visitor.page("/recover/onetimesecret")
    visitor.get("/search", q="private words")
    visitor.post("/session", {"login": "alice@example.org", "password": "private words"})
    alice.get("/me")
    visitor.at("SECRETMETHOD", "/onetimesecret", headers={"Authorization": "Bearer private words"})
    words = ("onetimesecret", "private", "alice", "example.org", alice.token, alice.id, "SECRETMETHOD")
    assert len(accesses(lines)) == 5
    assert [word for word in words if word in lines.getvalue()] == []


@pytest.mark.parametrize("form", [AsJson("web"), OneLine(FORM)], ids=["json", "text"])
@pytest.mark.parametrize(
    "secret", ["px_abcdefgh123", "anna@example.org", "mysql://me:hush@db.example", "Bearer hush-hush"]
)
def test_what_slips_into_a_sentence_is_left_out(form: logging.Formatter, secret: str) -> None:
    error = ValueError(f"Duplicate entry '{secret}' for key")
    record = logging.LogRecord("cms", logging.INFO, "", 1, "asked by %s", (secret,), (ValueError, error, None))
    assert secret.removeprefix("Bearer ") not in form.format(record)
    assert "Duplicate entry" in form.format(record)


def test_an_error_of_the_database_tells_no_values(site: Site, alice: Person) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import OperationalError

    from cms.extensions import db

    with site.app.app_context(), pytest.raises(OperationalError) as told:
        db.session.execute(text("SELECT * FROM nothing WHERE name = :name"), {"name": "hush-hush"})
    assert "hush-hush" not in str(told.value)


@given(st.text(), st.text())
def test_a_record_in_json_is_one_line_of_ascii_that_says_the_same(text: str, request_id: str) -> None:
    record = logging.LogRecord("cms", logging.INFO, "", 1, "%s", (text,), None)
    with on_behalf_of(request_id):
        line = AsJson("web").format(record)
    assert line.isascii()
    assert line.isprintable()
    assert "@" in text or "px_" in text or "Bearer " in text or json.loads(line)["message"] == text


def test_a_ring_carries_the_id_of_the_request_that_rang(alice: Person, valkey_url: str) -> None:
    answer = alice.upload(headers={"X-Request-ID": SANE})
    assert answer.status_code == 201
    with Redis.from_url(valkey_url) as client:
        (ring,) = RqQueue("images", connection=client, serializer=JSONSerializer).jobs
    assert ring.meta == {"request_id": SANE}
