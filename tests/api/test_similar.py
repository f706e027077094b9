"""What is similar to an image: nearest first, as far as the viewer may see it, asked of the worker without a row."""

import threading
import time

import pytest
from redis import Redis

from cms.jobs.names import LIKENESS
from cms.settings import Settings
from tests.people import Person
from tests.scenes import drawn, encoded, scene
from tests.site import Site


@pytest.fixture
def read(site: Site, alice: Person) -> list[str]:
    """Eight open pictures that the models have read, the last one a turned copy of the first."""
    files = [scene(number) for number in range(7)] + [encoded(drawn(0).rotate(90, expand=True))]
    ids = [alice.adds(file, privacy="public") for file in files]
    site.work_off()
    site.tell_similar(ids[0])
    return ids


def ids_of(person: Person, image_id: str, **query: object) -> list[str]:
    answer = person.get(f"/images/{image_id}/similar", **query)
    assert answer.status_code == 200, answer.text
    return [item["image"]["id"] for item in answer.json["items"]]


def test_the_nearest_come_first_and_not_the_picture_itself(visitor: Person, read: list[str]) -> None:
    items = visitor.get(f"/images/{read[0]}/similar").json["items"]
    assert (items[0]["image"]["id"], {item["image"]["id"] for item in items}) == (read[7], set(read[1:]))
    distances = [item["distance"] for item in items]
    assert distances == sorted(distances)


def test_pages_give_each_once(visitor: Person, read: list[str]) -> None:
    whole, walked, cursor = ids_of(visitor, read[0]), [], None
    while True:
        page = visitor.get(f"/images/{read[0]}/similar", limit=3, **({"cursor": cursor} if cursor else {})).json
        walked += [item["image"]["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert walked == whole


def test_what_became_private_is_not_told_to_others(alice: Person, bob: Person, read: list[str]) -> None:
    alice.patch(f"/images/{read[7]}", {"privacy": "private"})
    assert read[7] not in ids_of(bob, read[0])
    assert ids_of(alice, read[0])[0] == read[7]
    alice.patch(f"/images/{read[0]}", {"privacy": "private"})
    assert bob.get(f"/images/{read[0]}/similar").status_code == 404


def test_what_cannot_be_shown_yet_has_nothing_similar(alice: Person) -> None:
    assert ids_of(alice, alice.adds()) == []


@pytest.mark.parametrize("cursor", ["x", "WyJ4IiwgInkiXQ", "W10"])
def test_an_odd_cursor_is_refused(visitor: Person, read: list[str], cursor: str) -> None:
    assert visitor.get(f"/images/{read[0]}/similar", cursor=cursor).status_code == 422


def test_nobody_answers_so_it_says_when_to_ask_again(alice: Person, read: list[str]) -> None:
    answer = alice.get(f"/images/{read[1]}/similar")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_the_worker_is_rung_and_its_answer_is_heard(
    site: Site, settings: Settings, visitor: Person, read: list[str]
) -> None:
    """What a worker does when the bell rings."""
    with Redis.from_url(settings.queue_url) as queue:

        def work() -> None:
            end = time.monotonic() + 20
            while not queue.llen(f"rq:queue:{LIKENESS}") and time.monotonic() < end:
                time.sleep(0.01)
            site.tell_similar(read[2])

        queue.delete(f"rq:queue:{LIKENESS}")
        worker = threading.Thread(target=work)
        worker.start()
        assert set(ids_of(visitor, read[2])) == set(read) - {read[2]}
        worker.join()
