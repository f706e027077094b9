"""What a site does for people, each as one request, and which of it lives while a dependency is away."""

import contextlib
import http.client
import itertools
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.factories import picture
from tests.watch.scrapes import AS_OPERATOR

YES, SIMPLER, LATER, NO = "yes", "simpler", "later", "no"
DEPENDENCIES = ("queue", "search", "storage", "mail", "database")
TABLE = {
    "the site's pages": (YES, YES, YES, YES, YES),
    "newest pictures": (YES, YES, YES, YES, NO),
    "one picture": (YES, YES, YES, YES, NO),
    "the page of a picture": (YES, YES, YES, YES, NO),
    "the signed address of a thumbnail": (YES, YES, YES, YES, NO),
    "the bytes of an original without what is private": (YES, YES, NO, YES, NO),
    "several originals as a ZIP": (YES, YES, NO, YES, NO),
    "search by words": (YES, SIMPLER, YES, YES, NO),
    "suggestions": (YES, SIMPLER, YES, YES, NO),
    "search by picture": (LATER, YES, NO, YES, NO),
    "upload": (LATER, YES, NO, YES, NO),
    "edit a title": (YES, LATER, YES, YES, NO),
    "log in": (YES, YES, YES, YES, NO),
    "register": (YES, YES, YES, LATER, NO),
    "ask for a new password": (LATER, YES, YES, LATER, NO),
    "/healthz": (YES, YES, YES, YES, YES),
    "/readyz": (NO, YES, NO, YES, NO),
}
"""By feature, in the order of DEPENDENCIES: `later` is accepted and done once the dependency is back."""

FORM = "application/x-www-form-urlencoded"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """Its answer, and how many seconds that took."""

    status: int
    headers: Any
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Scene:
    """Who asks for what: alice's token, a public picture of hers, and how to solve a captcha."""

    port: int
    token: str
    name: str
    password: str
    image_id: str
    solve: Callable[[], dict[str, str]]


def told(port: int, asked: Asked) -> Told:
    """Ask this, redirects not followed."""
    start = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        connection.request(asked.method, asked.path, asked.body, asked.headers)
        answer = connection.getresponse()
        body = answer.read()
        return Told(answer.status, answer.headers, body, time.monotonic() - start)


def features(scene: Scene) -> dict[str, Asked]:
    """Every feature of the table as a request, never twice the same."""
    number = next(_numbers)
    mine = {"Authorization": f"Bearer {scene.token}"}
    api, image = "/api/v1", f"/api/v1/images/{scene.image_id}"
    new = {"name": f"new{number}", "email": f"new{number}@example.org", "password": "a long enough secret"}
    html = {"Accept": "text/html"}
    return {
        "the site's pages": Asked("GET", "/", headers=html),
        "newest pictures": Asked("GET", f"{api}/images"),
        "one picture": Asked("GET", image, headers=mine),
        "the page of a picture": Asked("GET", f"/images/{scene.image_id}", headers=html),
        "the signed address of a thumbnail": Asked("GET", f"{image}/renditions/400"),
        "the bytes of an original without what is private": Asked("GET", f"{image}/original"),
        "several originals as a ZIP": Asked(
            "POST", f"{api}/images/zip", f"ids={scene.image_id}".encode(), {**mine, "Content-Type": FORM}
        ),
        "search by words": Asked("GET", f"{api}/search?q=lake"),
        "suggestions": Asked("GET", f"{api}/search/suggestions?q=la"),
        "search by picture": form(f"{api}/reverse-searches", picture(), {}),
        "upload": Asked("POST", f"{api}/images", picture(), {**mine, "Content-Type": "image/jpeg"}),
        "edit a title": as_json("PATCH", image, {"title": f"lake {number}"}, mine),
        "log in": as_json("POST", f"{api}/session", {"login": scene.name, "password": scene.password}),
        "register": as_json("POST", f"{api}/accounts", {**new, **scene.solve()}),
        "ask for a new password": as_json("POST", f"{api}/password-recovery", {"email": f"{scene.name}@example.org"}),
        "/healthz": Asked("GET", "/healthz"),
        "/readyz": Asked("GET", "/readyz", headers=AS_OPERATOR),
    }


def as_json(method: str, path: str, body: dict[str, str], headers: dict[str, str] | None = None) -> Asked:
    return Asked(method, path, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})


def form(path: str, file: bytes, headers: dict[str, str]) -> Asked:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    return Asked(
        "POST", path, head + file + b"\r\n--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x", **headers}
    )


def ask_all(scene: Scene) -> dict[str, Told]:
    """All features at once, as a busy site is asked."""
    asked = features(scene)
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = pool.map(lambda one: told(scene.port, one), asked.values())
        return dict(zip(asked, answers, strict=True))


def as_markdown() -> str:
    """The table as the documents show it."""
    lines = [("while this is away:", *DEPENDENCIES), ("---",) * (len(DEPENDENCIES) + 1)]
    lines += [(feature, *cells) for feature, cells in TABLE.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
