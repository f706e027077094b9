"""Many like, comment and report one picture at once: counters are exact, who is turned away is told when to come back.

On loopback, bounded in number; on SQLite, and on MariaDB with Redis and Elasticsearch.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from requests import Response, Session

from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.settings import Settings
from tests.factories import picture
from tests.flows.test_serving import serving, settings_of
from tests.people import Person
from tests.running import wait_for
from tests.site import open_site

PEOPLE, AT_ONCE = 200, 12
COMMENTS_A_MINUTE = 60
PATIENCE_SECONDS = 120.0
log = logging.getLogger(__name__)


@dataclass
class Flood:
    """A served site with one public picture and many people."""

    api: str
    people: list[Person]
    owner: Person
    mod: Person
    image: str = ""
    answers: Counter[int] = field(default_factory=Counter)

    def call(self, person: Person, method: str, path: str, **sent: Any) -> Response:
        with Session() as caller:
            caller.trust_env = False
            headers = {"Authorization": f"Bearer {person.token}"}
            answer = caller.request(method, self.api + path, headers=headers, timeout=60, **sent)
        self.answers[answer.status_code] += 1
        if answer.status_code in (429, 503):
            assert int(answer.headers["Retry-After"]) >= 1, answer.text
        return answer

    def insists(self, person: Person, method: str, path: str, **sent: Any) -> Response:
        """As a page does that is told to come back in a moment."""
        end = time.monotonic() + PATIENCE_SECONDS
        while (answer := self.call(person, method, path, **sent)).status_code == 503:
            assert time.monotonic() < end, answer.text
            time.sleep(0.2)
        return answer

    def all_at_once(self, what: str, calls: Sequence[Callable[[], Response]]) -> list[Response]:
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            found = [one.result() for one in [crowd.submit(call) for call in calls]]
        log.warning("%d %s in %.1f s: %s", len(calls), what, time.monotonic() - began, dict(self.answers))
        return found

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = self.call(self.owner, "GET", f"/images/{self.image}").json()["counts"]
        return found


@pytest.fixture(scope="module", params=["embedded", "servers"])
def flood(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flood]:
    data, urls = tmp_path_factory.mktemp("flood") / "data", {}
    data.mkdir()
    if request.param == "servers":
        urls = {
            "database_url": request.getfixturevalue("new_mariadb_database")(),
            "queue_url": request.getfixturevalue("new_redis_url")(),
            "index_url": request.getfixturevalue("new_elasticsearch_url")(),
        }
    settings = settings_of(data).model_copy(update=urls)
    people = made_people(settings)
    with serving(data, settings) as served:
        made = Flood(f"{served.listing['address']}/api/v1", people[2:], people[0], people[1])
        sent = {"file": ("a.jpg", picture(), "image/jpeg")}
        added = made.call(made.owner, "POST", "/images", files=sent, data={"privacy": "public"})
        made.image = added.json()["id"]
        wait_for(lambda: made.call(made.people[0], "GET", f"/images/{made.image}").ok, seconds=120)
        yield made


def made_people(settings: Settings) -> list[Person]:
    """The owner, a moderator and the others."""
    site = open_site(settings)
    bring_up_to_date(site.app)
    names = ["owner", "mod", *(f"fan{number}" for number in range(PEOPLE))]
    found = [site.person(name, **({"role": "moderator"} if name == "mod" else {})) for name in names]  # type: ignore[arg-type]
    with site.app.app_context():
        db.session.remove()
        db.engine.dispose()
    return found


def test_two_hundred_likes_at_once_are_two_hundred(flood: Flood) -> None:
    like = f"/images/{flood.image}/like"
    told = flood.all_at_once("likes", [lambda who=one: flood.insists(who, "PUT", like) for one in flood.people])
    assert {answer.status_code for answer in told} == {200}
    assert flood.counts()["likes"] == PEOPLE
    waverers, faithful = flood.people[::2], flood.people[1::2]
    calls = [lambda who=one: flood.insists(who, "DELETE", like) for one in waverers]
    calls += [lambda who=one: flood.insists(who, "PUT", like) for one in faithful]
    assert {answer.status_code for answer in flood.all_at_once("changes of mind", calls)} == {200}
    assert flood.counts()["likes"] == len(faithful)
    [news] = [one for one in flood.call(flood.owner, "GET", "/notifications").json()["items"] if one["kind"] == "like"]
    assert news["count"] == PEOPLE, "once for each, whatever they thought of it later"


def test_every_comment_that_was_taken_is_there_and_counted(flood: Flood) -> None:
    comments = f"/images/{flood.image}/comments"
    talkers = [(one, word) for one in flood.people[:10] for word in range(20)]
    flooder = [(flood.people[10], word) for word in range(COMMENTS_A_MINUTE + 30)]
    calls = [
        lambda who=one, word=word: flood.insists(who, "POST", comments, json={"text": f"{who.name} {word}"})
        for one, word in talkers + flooder
    ]
    told = flood.all_at_once("comments", calls)
    taken = [answer.json()["id"] for answer in told if answer.status_code == 201]
    assert {answer.status_code for answer in told} <= {201, 429}
    assert {answer.status_code for answer in told[: len(talkers)]} == {201}
    assert [answer.status_code for answer in told[len(talkers) :]].count(429) > 0
    assert flood.counts()["comments"] == len(taken) == len(set(taken))
    assert set(listed(flood, comments)) == set(taken)


def listed(flood: Flood, path: str) -> Iterator[str]:
    """The ids of a list, page after page."""
    cursor: str | None = ""
    while cursor is not None:
        page = flood.call(
            flood.owner, "GET", path, params={"limit": 100, **({"cursor": cursor} if cursor else {})}
        ).json()
        yield from (one["id"] for one in page["items"])
        cursor = page["next"]


def test_many_reports_of_one_thing_are_one_case_with_all_of_them(flood: Flood) -> None:
    body = {"kind": "image", "id": flood.image, "reason": "spam", "text": ""}
    told = flood.all_at_once(
        "reports", [lambda who=one: flood.insists(who, "POST", "/reports", json=body) for one in flood.people[:100]]
    )
    assert {answer.status_code for answer in told} == {201}
    again = flood.all_at_once(
        "reports by one", [lambda: flood.insists(flood.people[0], "POST", "/reports", json=body)] * 80
    )
    assert {answer.status_code for answer in again} <= {200, 201, 429}
    assert [answer.status_code for answer in again].count(429) > 0
    cases = flood.call(flood.mod, "GET", "/moderation/queue", params={"kind": "report"}).json()["items"]
    assert [(one["subject"]["id"], one["reports"]) for one in cases] == [(flood.image, 100)]
