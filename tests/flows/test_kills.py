"""Everything killed at random during uploads, edits and deletes: what was acknowledged is there once, and whole."""

import contextlib
import http.client
import json
import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.images.models import Image
from cms.jobs.names import JOB_TYPES, VISION, WORDS
from cms.settings import CHECKOUT, Settings
from cms.transaction import DatabaseFailed, reading
from cms.upkeep.checking import look
from cms.upkeep.objects import damaged, missing, told_nothing
from cms.work.models import Work, WorkState
from tests.factories import picture
from tests.flows.features import Asked, as_json, told
from tests.flows.kept import Household, Kept, site_command
from tests.flows.test_serving import business
from tests.running import NotReached, surroundings, wait_for
from tests.services import elasticsearch_server, mariadb_server, redis_server
from tests.services.processes import free_port
from tests.site import Site, fresh_secret, open_site

UPLOADS, KILLS = (500, 25) if os.environ.get("PIXELS_TEST_FULL") else (250, 13)
CALLERS = 6
TERMINAL_SECONDS = 60.0
START_SECONDS = 120.0
PATIENCE = 600
VICTIMS = ("web", "web child", "images", "images child", "queue", "database", "interactive", "indexing", "images child")
"""Killed in turn, by chance; the search engine, which takes long to start, once in ten."""

OF_MODELS = [one.kind for one in JOB_TYPES if one.queue in (VISION, WORDS)]


@dataclass
class Journal:
    """What was acknowledged: the hash of each picture by its id, what became of its title, and which are deleted."""

    kept: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True)
class Caller:
    """Somebody who uploads, and tries again until it was taken, as the page does."""

    port: int
    token: str
    journal: Journal
    gave_up: threading.Event

    def call(self, asked: Asked) -> tuple[int, Any]:
        """Status and object of the first answer that is not 503; again also where the connection broke."""
        for _ in range(PATIENCE):
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer = told(self.port, asked)
                self.journal.statuses[answer.status] += 1
                if answer.status not in (503, 507):
                    return answer.status, json.loads(answer.body or b"null")
            if self.gave_up.wait(0.2):
                break
        raise TimeoutError(asked.path)

    def upload(self, number: int) -> None:
        """Add a picture; change it, turn it or delete it, by its number."""
        file = picture(size=(200 + number % 7, 150), number=number)
        own = {"Authorization": f"Bearer {self.token}"}
        key = {"Content-Type": "image/jpeg", "Idempotency-Key": f"upload-{number}"}
        status, made = self.call(Asked("POST", "/api/v1/images", file, {**own, **key}))
        assert status in (200, 201), made
        image_id = made["id"]
        self.journal.kept[image_id] = sha256(file).hexdigest()
        place = f"/api/v1/images/{image_id}"
        if number % 3 == 0:
            status, _ = self.call(as_json("PATCH", place, {"title": f"title {number}"}, own))
            assert status == 200
            self.journal.titles[image_id] = f"title {number}"
        if number % 5 == 0:
            status, _ = self.call(Asked("DELETE", f"{place}?forever=true", headers=own))
            assert status in (204, 404)  # gone already where only the answer was lost
            self.journal.deleted.add(image_id)


@pytest.fixture
def household(tmp_path: Path) -> Household:
    return Household()


@pytest.fixture
def settings(tmp_path: Path, household: Household) -> Iterator[Settings]:
    """A site on MariaDB, Redis and Elasticsearch of its own, each process kept alive."""
    elasticsearch_server.prepare()
    ports = {name: free_port() for name in ("database", "queue", "search", "web")}
    mariadb_server.make_empty(tmp_path / "mariadb", tmp_path / "install.log")
    (tmp_path / "redis").mkdir()
    (tmp_path / "data").mkdir()
    commands = {
        "database": mariadb_server.server_command(ports["database"], tmp_path / "mariadb"),
        "queue": redis_server.server_command(ports["queue"], tmp_path / "redis"),
        "search": elasticsearch_server.server_command(ports["search"], tmp_path / "elasticsearch"),
    }
    looks = {
        "database": mariadb_server.is_answering,
        "queue": redis_server.is_answering,
        "search": elasticsearch_server.is_answering,
    }
    for name, command in commands.items():
        port, look_at = ports[name], looks[name]
        ready = lambda look_at=look_at, port=port: look_at(port)  # noqa: E731
        household.add(Kept(name, command, mariadb_server.PROGRAMS, tmp_path / f"{name}.log", ready))
    with household.kept():
        wait_for(household.is_well, seconds=START_SECONDS, what="servers")
        yield Settings(
            data_dir=tmp_path / "data",
            models_dir=CHECKOUT / "var" / "models",
            secret_key=fresh_secret(),
            port=ports["web"],
            database_url=mariadb_server.new_database(f"127.0.0.1:{ports['database']}"),
            queue_url=f"redis://127.0.0.1:{ports['queue']}/0",
            index_url=f"elasticsearch://127.0.0.1:{ports['search']}/images",
        )


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """The same site seen from here."""
    opened = open_site(settings)
    bring_up_to_date(opened.app)
    yield opened
    with opened.app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def caller(settings: Settings, site: Site, household: Household, tmp_path: Path) -> Iterator[Caller]:
    """Alice, at a web with workers; models read nothing of hers."""
    alice = site.person("alice", understanding=False)
    environment = surroundings(settings)
    for name in ("web", "scheduler"):
        household.add(Kept(name, site_command(name), environment, tmp_path / f"{name}.log"))
    for kind in ("images", "interactive", "indexing"):
        household.add(Kept(kind, site_command("worker", kind), environment, tmp_path / f"{kind}.log"))
    made = Caller(settings.port, alice.token, Journal(), threading.Event())
    wait_for(lambda: is_ready(settings.port), seconds=START_SECONDS, what="web")
    yield made
    made.gave_up.set()


def is_ready(port: int) -> bool:
    try:
        return told(port, Asked("GET", "/readyz")).status == 200
    except (OSError, http.client.HTTPException):
        return False


def kill_some(household: Household, chance: random.Random, journal: Journal) -> None:
    """So many kills, spread evenly over the uploads."""
    for number in range(KILLS):
        wait_for(
            lambda: len(journal.kept) >= (number + 1) * UPLOADS // (KILLS + 1),  # noqa: B023
            seconds=START_SECONDS,
            what=f"uploads before kill {number}",
        )
        name, _, child = ("search" if number % 10 == 5 else chance.choice(VICTIMS)).partition(" ")
        wait_for(lambda: household.members[name].kill(chance, child=bool(child)), seconds=30, what=name)  # noqa: B023


def unfinished(site: Site) -> list[str]:
    """Pictures and work that are still on their way; what models read waits, for no worker of theirs runs here."""
    with site.app.app_context():
        try:
            with reading():
                undone = db.session.execute(
                    db.select(Work.kind, Work.state, Work.attempts, Work.problem, Work.due_at, Work.lease_until).where(
                        Work.state.in_((WorkState.WAITING, WorkState.RUNNING)), Work.kind.not_in(OF_MODELS)
                    )
                )
                states = db.session.scalars(db.select(Image.id).where(Image.state.not_in(("ready", "failed"))))
                return [*map(str, undone), *states]
        except DatabaseFailed as error:
            return [str(error)]


@pytest.mark.timeout(1200)
def test_nothing_acknowledged_is_lost_or_there_twice(site: Site, caller: Caller, household: Household) -> None:
    journal = caller.journal
    with ThreadPoolExecutor(CALLERS) as pool:
        try:
            sent = [pool.submit(caller.upload, number) for number in range(1, UPLOADS + 1)]
            kill_some(household, random.Random(11), journal)
            for one in sent:
                one.result(timeout=START_SECONDS)
        finally:
            caller.gave_up.set()
            pool.shutdown(cancel_futures=True)
    wait_for(lambda: household.is_well() and is_ready(caller.port), seconds=START_SECONDS, what="all are back")
    with contextlib.suppress(NotReached):
        wait_for(lambda: not unfinished(site), seconds=TERMINAL_SECONDS * business(), what="terminal")
    assert unfinished(site) == []
    assert 500 not in journal.statuses, journal.statuses
    assert len(journal.kept) == UPLOADS
    assert_all_is_there(site, journal)


def assert_all_is_there(site: Site, journal: Journal) -> None:
    alive = {image_id: sha for image_id, sha in journal.kept.items() if image_id not in journal.deleted}
    with site.app.app_context():
        backends = site.app.extensions["backends"]
        with reading():
            rows = db.session.scalars(db.select(Image)).all()
        assert sorted(row.id for row in rows) == sorted(alive)
        assert {row.id: row.sha256 for row in rows} == alive
        assert {row.state for row in rows} == {"ready"}
        assert {row.id: row.title for row in rows if row.id in journal.titles} == {
            image_id: title for image_id, title in journal.titles.items() if image_id in alive
        }
        assert [*missing(backends.storage, tell=told_nothing)] == []
        assert [*damaged(backends.storage, tell=told_nothing)] == []
        backends.index.refresh()
        assert {one.name: one.ids for one in look(backends) if one.ids} == {}
