"""Journeys of a picture: stored, shown, found, a thousand of them, and its bytes asked for again."""

import hashlib
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import requests

from tests.bench.measure import spent
from tests.bench.pipeline import floor_of
from tests.bench.running import Running, photo
from tests.bench.table import Line, ratios

ROUNDS, UPLOADS, ASKED = 6, 3, 300
WORKERS = ("worker-images",)
SHOWN_WITHIN, FOUND_WITHIN = 300.0, 300.0


class TooLate(Exception):
    """Something was not there in time."""


def wait_until(is_there: Callable[[], object], *, seconds: float) -> float:
    """Seconds until it is so. Raises TooLate."""
    start = time.monotonic()
    while not is_there():
        if time.monotonic() - start > seconds:
            raise TooLate(f"not within {seconds} s")
        time.sleep(0.01)
    return time.monotonic() - start


def stored(site: Running) -> Line:
    """Row 1: the web's processor time for an upload, beside a server that only streams and hashes."""
    ours, floor = [], []
    for turn in range(ROUNDS):
        files = [photo(turn * UPLOADS + n) for n in range(UPLOADS)]
        web = site.pids("web")
        ours.append(spent(web, lambda f=files: [site.send(file) for file in f]) / UPLOADS)  # type: ignore[misc]
        bare = site.bare_pids()
        floor.append(spent(bare, lambda f=files: [requests.post(site.bare, data=one, timeout=30) for one in f]))  # type: ignore[misc]
    least = [max(one, 0.01) / UPLOADS for one in floor]
    found = [[value * 1000 for value in values[1:]] for values in (ours, least)]
    name = "1 upload -> stored, 12 megapixels: web's cpu"
    return Line(name, found[0], "ms cpu", "3 x", "1.5 x", found[1], ratios(*found))


def shown(site: Running) -> Iterator[Line]:
    """Row 2: until the rendition of 400 pixels is served, and what preparing costs beside a bare pipeline."""
    waited, ours, floor = [], [], []
    for turn in range(ROUNDS):
        settle(site)
        file = photo(1000 + turn)
        before = site.cpu(*WORKERS)
        image = site.send(file)
        place = image["renditions"]["400"].partition("?")[0]
        waited.append(wait_until(lambda p=place: site.get(p).ok, seconds=SHOWN_WITHIN) * 1000)  # type: ignore[misc]
        settle(site)
        ours.append((site.cpu(*WORKERS) - before) * 1000)
        floor.append(floor_of(file) * 1000)
    yield Line("2 upload -> shown, 400 pixels", waited[1:], "ms wall", "350 ms", "200 ms")
    costs = ours[1:], floor[1:]
    name = "2 preparing a picture: worker's cpu beside a bare pipeline"
    yield Line(name, costs[0], "ms cpu", "2.0 x", "1.3 x", costs[1], ratios(*costs))


def found(site: Running) -> Line:
    """Row 3: until it is tagged and a search finds it."""
    waited = []
    for turn in range(ROUNDS):
        settle(site)
        word, file = f"w{uuid4().hex[:12]}", photo(2000 + turn)
        sent = site.http.post(
            f"{site.address}/api/v1/images", files={"file": ("a.jpg", file)}, data={"title": word}, timeout=60
        )
        sent.raise_for_status()
        image_id = sent.json()["id"]
        waited.append(wait_until(lambda i=image_id, w=word: is_found(site, i, w), seconds=FOUND_WITHIN) * 1000)  # type: ignore[misc]
    return Line("3 upload -> tagged and found", waited[1:], "ms wall", "1500 ms", "600 ms")


def is_found(site: Running, image_id: str, word: str) -> bool:
    if site.get(f"/api/v1/images/{image_id}/classification").json().get("state") != "ready":
        return False
    return bool(site.get("/api/v1/search", params={"q": word}).json()["items"])


def settle(site: Running) -> None:
    """Return when everything that was sent is prepared and read."""
    wait_until(lambda: not is_busy(site), seconds=1800)
    time.sleep(0.5)


def is_busy(site: Running) -> bool:
    newest = site.get("/api/v1/images", params={"owner": "anna", "limit": 100}).json()["items"]
    return any(image["state"] != "ready" or image["understanding"] == "pending" for image in newest)


def many(site: Running, count: int) -> Iterator[Line]:
    """Row 9: photographs sent until all are tagged, beside bare preparing and the bare models; then all of it again."""
    files, before, least = {}, site.cpu(), 0.0
    for number in range(count):
        file = photo(10_000 + number)
        files[site.send(file)["id"]] = hashlib.sha256(file).hexdigest()
        if number % 20 == 0:
            least += floor_of(file, is_read=True) * min(20, count - number)
    for image_id in files:
        ready = f"/api/v1/images/{image_id}/classification"
        wait_until(lambda r=ready: site.get(r).json().get("state") == "ready", seconds=3600)  # type: ignore[misc]
    settle(site)
    ours = (site.cpu() - before) / count * 1000
    floor = least / count * 1000
    name = f"9 {count} photographs, each: cpu of all processes"
    yield Line(name, [ours], "ms cpu", "1.67 x", "1.18 x", [floor], [ours / floor])
    start, hashes = time.monotonic(), list(files.values())
    for at in range(0, count, 500):
        answer = site.http.post(
            f"{site.address}/api/v1/images/known", json={"sha256": hashes[at : at + 500]}, timeout=60
        )
        assert len(answer.json()["known"]) == len(hashes[at : at + 500])
    again = time.monotonic() - start
    yield Line(f"9 the same {count} again, known by their hashes", [again], "s wall", f"{count * 0.006:g} s")


def asked_again(site: Running) -> Iterator[Line]:
    """Row 13: a rendition that the browser has, and one that it has not, beside a server that knows the answer."""
    image = site.send(photo(5000))
    place = image["renditions"]["400"].partition("?")[0]
    wait_until(lambda: site.get(place).ok, seconds=SHOWN_WITHIN)
    settle(site)
    bare = requests.Session()
    tag = {"If-None-Match": site.get(place).headers["ETag"]}
    for name, headers, bar in (("304 of a rendition", tag, "1 ms"), ("a whole rendition", {}, "")):
        ours, floor = [], []
        for _ in range(ROUNDS):
            web = site.pids("web")
            ours.append(spent(web, lambda h=headers: [site.get(place, headers=h) for _ in range(ASKED)]))  # type: ignore[misc]
            floor.append(spent(site.bare_pids(), lambda: [bare.get(site.bare, timeout=5) for _ in range(ASKED)]))
        each = [[value * 1000 / ASKED for value in values[1:]] for values in (ours, floor)]
        yield Line(f"13 {name} by token: web's cpu", each[0], "ms cpu", bar, "", each[1], ratios(*each))
