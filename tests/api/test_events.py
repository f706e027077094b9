"""GET /events: what happens to one's own things, as it happens."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from werkzeug.test import TestResponse

from cms.jobs.base import LiveEvent
from tests.people import Person
from tests.site import Site


@contextmanager
def listening(person: Person, **headers: str) -> Iterator[TestResponse]:
    """A stream that is open while the block lasts."""
    answer = person.call("GET", "/events", headers={name.replace("_", "-"): text for name, text in headers.items()})
    try:
        yield answer
    finally:
        answer.close()


def events_of(answer: TestResponse, count: int) -> list[dict[str, str]]:
    """The next events of a stream: id, kind and data each."""
    found: list[dict[str, str]] = []
    for block in answer.iter_encoded():
        lines = dict(line.split(": ", 1) for line in block.decode().strip().splitlines() if not line.startswith(":"))
        found += [lines] if "event" in lines else []
        if len(found) == count:
            break
    return found


def publish(site: Site, person: Person, *ids: str) -> None:
    for image_id in ids:
        site.app.extensions["backends"].queue.publish(person.id, LiveEvent("image", {"id": image_id, "state": "ready"}))


def test_a_lost_stream_resumes_where_it_ended(site: Site, alice: Person) -> None:
    publish(site, alice, "a", "b", "c")
    with listening(alice, Last_Event_ID="0-0") as first:
        all_of_them = events_of(first, 3)
    with listening(alice, Last_Event_ID=all_of_them[0]["id"]) as later:
        assert events_of(later, 2) == all_of_them[1:]
    assert [json.loads(event["data"])["id"] for event in all_of_them] == ["a", "b", "c"]


def test_a_prepared_picture_is_told_of(site: Site, alice: Person) -> None:
    image_id = alice.adds()
    site.work_off("prepare-image")
    with listening(alice, Last_Event_ID="0-0") as answer:
        (event,) = events_of(answer, 1)
    assert (event["event"], json.loads(event["data"])) == ("image", {"id": image_id, "state": "ready"})


def test_nobody_hears_of_others(site: Site, alice: Person, bob: Person) -> None:
    publish(site, alice, "hers")
    publish(site, bob, "his")
    with listening(bob, Last_Event_ID="0-0") as answer:
        (event,) = events_of(answer, 1)
    assert json.loads(event["data"])["id"] == "his"


def test_a_stream_is_kept_by_nobody(alice: Person) -> None:
    with listening(alice) as answer:
        assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/event-stream", "private, no-store")
        assert next(answer.iter_encoded()) == b"retry: 3000\n\n"


@pytest.mark.parametrize("odd", ["nonsense", "x" * 500, "-1", "1-2-3"])
def test_an_odd_place_to_resume_at_means_from_now_on(alice: Person, odd: str) -> None:
    with listening(alice, Last_Event_ID=odd) as answer:
        lines = answer.iter_encoded()
        assert [next(lines), next(lines)] == [b"retry: 3000\n\n", b": still here\n\n"]


def test_there_are_so_many_seats_and_one_that_is_left_is_free(site: Site, alice: Person, bob: Person) -> None:
    most = site.app.extensions["settings"].web_threads // 2
    taken = [alice.get("/events") for _ in range(most)]
    refused = bob.get("/events")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    taken.pop().close()
    with listening(bob) as answer:
        assert answer.status_code == 200
    for open_stream in taken:
        open_stream.close()


def test_a_visitor_hears_nothing(visitor: Person) -> None:
    assert visitor.get("/events").status_code == 401
