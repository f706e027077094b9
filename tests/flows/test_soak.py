"""Minutes of mixed use: no process grows, keeps files open or fails somebody. PIXELS_TEST_FULL makes it two hours."""

import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

from requests import Session

from tests.factories import picture
from tests.flows.test_overload import Scene, scene

__all__ = ["scene"]

SECONDS = 7200.0 if os.environ.get("PIXELS_TEST_FULL") else 300.0
WARM_SECONDS = 90.0
ROUND_SECONDS = 10.0
GROWTH, SLACK_BYTES, SLACK_FILES = 1.05, 4 * 2**20, 8


def held(scene: Scene) -> dict[str, tuple[int, int]]:
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


def test_after_minutes_of_use_nothing_has_grown(scene: Scene) -> None:
    began, seen, before = time.monotonic(), Counter[int](), dict[str, tuple[int, int]]()
    with Session() as caller:
        caller.trust_env = False
        caller.headers["Authorization"] = f"Bearer {scene.token}"
        for number in range(10**6):
            if not before and time.monotonic() - began > WARM_SECONDS:
                before = held(scene)
            if time.monotonic() - began > SECONDS:
                break
            seen.update(a_round(scene, caller, number))
    after = held(scene)
    assert after.keys() == before.keys()
    grown = {
        name: (before[name], after[name])
        for name in after
        if after[name][0] > before[name][0] * GROWTH + SLACK_BYTES or after[name][1] > before[name][1] + SLACK_FILES
    }
    assert grown == {}
    assert sum(seen.values()) > 1000
    assert {status for status in seen if not 200 <= status < 300} == set()
