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
BUSY_SECONDS, CALM_SECONDS = 3.0, 7.0
"""Of a round: others are tested beside it on the same machine."""
GROWTH, GROWTH_IN_ALL, SLACK_BYTES, SLACK_FILES = 1.025, 1.12, 2 * 2**20, 4
COMES_AND_GOES = "worker-text"
"""Its child ends when there is nothing to read, so only the worker itself is looked at."""

Held = dict[str, tuple[int, int]]


@pytest.fixture
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    yield from made_scene(tmp_path_factory)


def held(scene: Scene) -> Held:
    """Bytes of its own and open files of each process of the site."""
    return {
        f"{role} {pid}": (own_bytes(pid), len(list(Path(f"/proc/{pid}/fd").iterdir())))
        for role, pids in scene.served.roles.items()
        for pid in (pids[:1] if role == COMES_AND_GOES else pids)
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
    seen.update(scene.crowd(-2, BUSY_SECONDS).every_status())
    time.sleep(CALM_SECONDS)
    call("DELETE", f"/images/{made['id']}")
    return seen


def used(scene: Scene) -> tuple[Counter[int], list[Held]]:
    """What everybody was told, and what was held once warm, half way from there and at the end."""
    began, seen, holds, number = time.monotonic(), Counter[int](), list[Held](), 0
    with Session() as caller:
        caller.trust_env = False
        caller.headers["Authorization"] = f"Bearer {scene.token}"
        for until in (WARM_SECONDS, (WARM_SECONDS + SECONDS) / 2, SECONDS):
            while time.monotonic() - began < until:
                seen.update(a_round(scene, caller, number))
                number += 1
            holds.append(held(scene))
    return seen, holds


def has_grown(before: tuple[int, int], after: tuple[int, int], *, growth: float = GROWTH) -> bool:
    return after[0] > before[0] * growth + SLACK_BYTES or after[1] > before[1] + SLACK_FILES


@pytest.mark.timeout(SECONDS + 300)
def test_after_minutes_of_use_nothing_grows(scene: Scene) -> None:
    seen, (warm, middle, end) = used(scene)
    logging.getLogger(__name__).warning("%s answers; warm %s, half way %s, at the end %s", seen, warm, middle, end)
    assert end.keys() == middle.keys() == warm.keys()
    grows = {name for name in end if has_grown(warm[name], middle[name]) and has_grown(middle[name], end[name])}
    assert grows == set(), "in both halves: an allocator takes a step once, a leak goes on"
    assert {name for name in end if has_grown(warm[name], end[name], growth=GROWTH_IN_ALL)} == set()
    assert sum(seen.values()) > 1000
    assert {status for status in seen if not 200 <= status < 300} == set()
