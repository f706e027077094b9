"""The whole way of a picture on MariaDB, Redis, Elasticsearch and OSS, with two webs and two workers of each kind."""

import contextlib
import http.client
import itertools
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from cms.commands.site import bring_up_to_date, open_site
from cms.extensions import db
from cms.media.prepared import type_of
from cms.settings import CHECKOUT, Settings
from tests.factories import picture
from tests.running import command, is_alive, surroundings, wait_for
from tests.services.fixtures import OssAccount
from tests.services.processes import free_port
from tests.site import fresh_secret

WEBS, WORKERS_OF_A_KIND, PICTURES = 2, 2, 6
KINDS = ("images", "vision", "interactive")
PASSWORD = "a rather long pass phrase"
START_SECONDS, WORK_SECONDS = 90, 120


@dataclass(frozen=True)
class Visitor:
    """A program with a token at one of the webs."""

    address: str
    token: str

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any, bytes]:
        """Status, headers and body; redirects are not followed."""
        url = urlsplit(self.address)
        connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Authorization": f"Bearer {self.token}", **headers})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def get(self, path: str) -> dict[str, Any]:
        status, _headers, body = self.call("GET", f"/api/v1{path}")
        assert status == 200, body
        found: dict[str, Any] = json.loads(body)
        return found

    def add(self, file: bytes) -> str:
        status, _headers, body = self.call("POST", "/api/v1/images", file, **{"Content-Type": "image/jpeg"})
        assert status == 201, body
        return str(json.loads(body)["id"])


@pytest.fixture(scope="module")
def settings(
    tmp_path_factory: pytest.TempPathFactory,
    new_mariadb_database: Callable[[], str],
    new_redis_url: Callable[[], str],
    new_elasticsearch_url: Callable[[], str],
    new_oss_account: Callable[[], OssAccount],
) -> Settings:
    """Everything on servers."""
    bucket = new_oss_account()
    return Settings(
        data_dir=tmp_path_factory.mktemp("on-servers"),
        models_dir=CHECKOUT / "var" / "models",
        secret_key=fresh_secret(),
        database_url=new_mariadb_database(),
        queue_url=new_redis_url(),
        index_url=new_elasticsearch_url(),
        storage_url=bucket.url,
        oss_access_key_id=bucket.key_id,
        oss_access_key_secret=bucket.secret,
    )


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    """The same site seen from here."""
    made = open_site(settings)
    bring_up_to_date(made)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def token(settings: Settings, app: Flask) -> str:
    """Anna's, by the operator's own commands."""
    run = {"cwd": CHECKOUT, "env": surroundings(settings), "check": True, "capture_output": True, "text": True}
    user = ["user", "create", "--name", "anna", "--email", "anna@example.org", "--password-stdin"]
    subprocess.run([sys.executable, "run.py", *user], input=PASSWORD, **run)  # type: ignore[call-overload]
    asked = ["token", "create", "--user", "anna", "--scope", "*"]
    made = subprocess.run([sys.executable, "run.py", *asked], **run)  # type: ignore[call-overload]
    return str(made.stdout.split()[-1])


@pytest.fixture(scope="module")
def webs(settings: Settings, token: str) -> Iterator[list[Visitor]]:
    """The processes; the caller at each web. All of them are gone afterwards."""
    logs = settings.data_dir / "logs"
    logs.mkdir()
    with contextlib.ExitStack() as running:
        found = [start_web(running, settings, logs / f"web-{number}.log") for number in range(WEBS)]
        processes = [process for process, _ in found]
        for kind, number in itertools.product(KINDS, range(WORKERS_OF_A_KIND)):
            worker = command(settings, "worker", kind, log=logs / f"worker-{kind}-{number}.log")
            processes.append(running.enter_context(worker))
        processes.append(running.enter_context(command(settings, "scheduler", log=logs / "scheduler.log")))
        yield [Visitor(address, token) for _, address in found]
        assert all(is_alive(process.pid) for process in processes)
    assert not any(is_alive(process.pid) for process in processes)


def start_web(running: contextlib.ExitStack, settings: Settings, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    own = settings.model_copy(update={"port": port})
    own.model_fields_set.add("port")
    process = running.enter_context(command(own, "web", log=log))
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: is_answering(f"{address}/readyz"), seconds=START_SECONDS, what=f"web at {address}")
    return process, address


def is_answering(address: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=3) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@pytest.fixture(scope="module")
def pictures(webs: list[Visitor]) -> dict[str, bytes]:
    """Pictures by id, sent to both webs in turn and waited for at the other one."""
    files = [picture(size=(900 + number, 600)) for number in range(PICTURES)]
    ids = [webs[number % WEBS].add(file) for number, file in enumerate(files)]
    for number, image_id in enumerate(ids):
        other = webs[(number + 1) % WEBS]
        wait_for(lambda: is_understood(other, image_id), seconds=WORK_SECONDS, what=image_id)  # noqa: B023
    return dict(zip(ids, files, strict=True))


def is_understood(visitor: Visitor, image_id: str) -> bool:
    assert visitor.get(f"/images/{image_id}")["state"] != "failed"
    return bool(visitor.get(f"/images/{image_id}/classification")["state"] == "ready")


def followed(visitor: Visitor, path: str) -> tuple[bytes, str]:
    """The bytes behind the signed address that the site answers with, and their type."""
    status, headers, _body = visitor.call("GET", path)
    assert status == 302
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(headers["Location"]) as answer:
        return answer.read(), answer.headers["Content-Type"]


def test_every_picture_is_ready_at_both_webs(webs: list[Visitor], pictures: dict[str, bytes]) -> None:
    for visitor, image_id in itertools.product(webs, pictures):
        assert visitor.get(f"/images/{image_id}")["state"] == "ready"


def test_renditions_come_from_signed_addresses_of_the_object_store(
    webs: list[Visitor], pictures: dict[str, bytes]
) -> None:
    for image_id in pictures:
        for size, path in webs[0].get(f"/images/{image_id}")["renditions"].items():
            data, kind = followed(webs[1], path)
            assert (type_of(data), kind) == (kind, "image/jpeg" if size == "1600" else "image/webp")


def test_the_original_is_kept_bit_for_bit(webs: list[Visitor], pictures: dict[str, bytes]) -> None:
    for image_id, file in pictures.items():
        assert followed(webs[0], f"/api/v1/images/{image_id}/original")[0] == file


def test_every_picture_has_five_labels_and_a_category(webs: list[Visitor], pictures: dict[str, bytes]) -> None:
    for image_id in pictures:
        seen = webs[1].get(f"/images/{image_id}/classification")
        assert len(seen["labels"]) == 5
        assert seen["category"]["key"]


def test_each_was_prepared_and_read_exactly_once(app: Flask, settings: Settings, pictures: dict[str, bytes]) -> None:
    logs = [file.read_text() for file in (settings.data_dir / "logs").glob("worker-*.log")]
    for image_id in pictures:
        for kind in ("prepare-image", "classify-image"):
            assert sum(log.count(f"{kind} {image_id} done") for log in logs) == 1


def test_nothing_lies_on_the_disks_of_the_webs(settings: Settings, pictures: dict[str, bytes]) -> None:
    kept = [
        file.name
        for file in settings.data_dir.rglob("*")
        if file.is_file() and file.parent.name not in ("logs", "metrics")
    ]
    assert kept == []


def test_an_erased_picture_leaves_the_object_store(webs: list[Visitor], app: Flask, pictures: dict[str, bytes]) -> None:
    storage = app.extensions["backends"].storage
    image_id = webs[0].add(picture(size=(700, 500)))
    wait_for(lambda: is_understood(webs[0], image_id), seconds=WORK_SECONDS)
    assert any(image_id in stored.key for stored in storage.listing())
    assert webs[1].call("DELETE", f"/api/v1/images/{image_id}?forever=true")[0] == 204
    wait_for(lambda: not any(image_id in stored.key for stored in storage.listing()), seconds=60)
