"""Minutes of mixed use: no process grows, keeps files open or fails somebody. PIXELS_TEST_FULL makes it two hours."""

import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from requests import Session

from tests.factories import picture
from tests.flows.crowds import Scene, made_scene

SECONDS = 7200.0 if os.environ.get("PIXELS_TEST_FULL") else 300.0
WARM_SECONDS = 120.0
ROUND_SECONDS = 10.0
GROWTH, SLACK_BYTES, SLACK_FILES = 1.05, 4 * 2**20, 8
Held = dict[str, tuple[int, int]]


@pytest.fixture
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    yield from made_scene(tmp_path_factory)


def held(scene: Scene) -> Held:
    """Bytes of its own and open files of each process of the site."""
    return {
        f"{role} {pid}": (own_bytes(pid), len(list(Path(f"/proc/{pid}/fd").iterdir())))
        for role, pids in scene.served.roles.items()
        for pid in pids
    }


def own_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def a_round(scene: Scene, caller: Session, number: int) -> Counter[int]:
    """People look, one adds, changes, searches by words and by a picture, and deletes."""
    address, seen = f"{scene.served.listing['address']}/api/v1", Counter[int]()

    def call(method: str, path: str, **more: Any) -> Any:
        answer = caller.request(method, f"{address}{path}", timeout=30, **more)
        seen[answer.status_code] += 1
        return answer.json() if answer.content and "json" in answer.headers["Content-Type"] else None

    file = picture(colour=(number % 256, number // 256 % 256, 77))
    made = call("POST", "/images", files={"file": ("a.jpg", file, "image/jpeg")}, data={"privacy": "public"})
    call("PATCH", f"/images/{made['id']}", json={"title": f"round {number}"})
    call("GET", "/search", params={"q": "round", "sort": "newest"})
    call("GET", "/search/suggestions", params={"q": "an"})
    call("POST", "/reverse-searches", files={"file": ("b.jpg", file, "image/jpeg")})
    seen.update(scene.crowd(-2, ROUND_SECONDS).every_status())
    call("DELETE", f"/images/{made['id']}")
    return seen


def used(scene: Scene) -> tuple[Counter[int], Held, Held]:
    """What everybody was told, and what was held once warm and at the end."""
    began, seen, warm = time.monotonic(), Counter[int](), Held()
    number = 0
    with Session() as caller:
        caller.trust_env = False
        caller.headers["Authorization"] = f"Bearer {scene.token}"
        while time.monotonic() - began < SECONDS:
            seen.update(a_round(scene, caller, number))
            number += 1
            if not warm and time.monotonic() - began > WARM_SECONDS:
                warm = held(scene)
    return seen, warm, held(scene)


@pytest.mark.timeout(SECONDS + 300)
def test_after_minutes_of_use_nothing_has_grown(scene: Scene) -> None:
    seen, warm, end = used(scene)
    logging.getLogger(__name__).warning("%s answers; warm %s, at the end %s", seen, warm, end)
    assert end.keys() == warm.keys()
    grown = {
        name: (warm[name], end[name])
        for name in end
        if end[name][0] > warm[name][0] * GROWTH + SLACK_BYTES or end[name][1] > warm[name][1] + SLACK_FILES
    }
    assert grown == {}
    assert sum(seen.values()) > 1000
    assert {status for status in seen if not 200 <= status < 300} == set()
