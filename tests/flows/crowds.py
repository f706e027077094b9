"""A running site with pictures, and crowds that ask it for them."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from pydantic import SecretStr
from requests import Session

from cms.settings import CHECKOUT
from tests.factories import picture
from tests.flows.test_logs_of_a_site import add_owner
from tests.flows.test_serving import Served, serving, settings_of
from tests.running import wait_for

PICTURES = 40
METRICS_TOKEN = "only for operators"


@dataclass(frozen=True)
class Flooded:
    """What a crowd was told."""

    statuses: dict[str, Counter[int]]
    spent: dict[str, list[float]]
    seconds: float
    without_retry: int

    def goodput(self) -> float:
        """Answers as wished in a second."""
        return sum(map(len, self.spent.values())) / self.seconds

    def every_status(self) -> Counter[int]:
        return sum(self.statuses.values(), Counter())


@dataclass(frozen=True)
class Scene:
    """A site with pictures for everybody."""

    served: Served
    port: int
    token: str
    requests: Path

    def metrics(self) -> str:
        headers = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        answer = requests.get(f"{self.served.listing['address']}/metrics", headers=headers, timeout=10)
        assert answer.status_code == 200
        return answer.text

    def crowd(self, rate: float, seconds: float) -> Flooded:
        words = (str(self.port), str(seconds), str(rate), str(self.requests))
        done = subprocess.run(
            [sys.executable, "-m", "tests.flows.overload", *words],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=seconds + 60,
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout)
        statuses = {
            kind: Counter({int(status): count for status, count in some.items()})
            for kind, some in told["statuses"].items()
        }
        return Flooded(statuses, told["spent"], told["seconds"], told["without_retry"])


def asked(path: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n"


def made_scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A running site with forty public pictures that are understood, for a fixture."""
    data = tmp_path_factory.mktemp("overload") / "data"
    settings = settings_of(data).model_copy(update={"metrics_token": SecretStr(METRICS_TOKEN)})
    with serving(data, settings) as served, Session() as caller:
        token, address = add_owner(settings), str(served.listing["address"])
        caller.trust_env = False
        caller.headers["Authorization"] = f"Bearer {token}"
        for number in range(PICTURES):
            sent = {"file": (f"{number}.jpg", picture(colour=(number, 90, 200)), "image/jpeg")}
            assert caller.post(f"{address}/api/v1/images", files=sent, data={"privacy": "public"}).status_code == 201

        def items() -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = caller.get(f"{address}/api/v1/images?limit=60").json()["items"]
            return [one for one in found if one["state"] == "ready" and one["tags"] is not None]

        wait_for(lambda: len(items()) == PICTURES, seconds=120)
        ids = [one["id"] for one in items()]
        pages = [("page", asked(f"/api/v1/images?limit=30&x={number}")) for number in range(10)]
        pages += [("page", asked(f"/api/v1/images/{one}")) for one in ids[:10]]
        thumbnails = [("thumbnail", asked(f"/api/v1/images/{one}/renditions/400")) for one in ids]
        file = tmp_path_factory.mktemp("requests") / "all.json"
        file.write_text(json.dumps(pages * 2 + thumbnails))
        yield Scene(served, int(address.rpartition(":")[2]), token, file)
