"""How tests begin crawls and look at what came of them."""

from typing import Any

from tests.people import Person
from tests.site import Site

CRAWL = "crawl-web"
BY = "<a rel='license' href='https://creativecommons.org/licenses/by/4.0/'>CC BY 4.0</a>"


def begins(person: Person, url: str | None, **more: Any) -> str:
    body = {"kind": "page", "url": url, **more}
    answer = person.post("/crawls", {name: value for name, value in body.items() if value is not None})
    assert answer.status_code == 202, answer.text
    return str(answer.json["id"])


def told(person: Person, crawl_id: str) -> Any:
    return person.get(f"/crawls/{crawl_id}").json


def crawled(site: Site, person: Person, url: str | None, **more: Any) -> Any:
    """A crawl that was worked on until nothing waited."""
    crawl_id = begins(person, url, **more)
    site.work_off(CRAWL)
    return told(person, crawl_id)


def candidates(person: Person, crawl: Any) -> list[Any]:
    found: list[Any] = person.get(f"/crawls/{crawl['id']}/candidates").json["items"]
    return found


def saves(site: Site, person: Person, crawl: Any, **more: Any) -> list[str]:
    """Everything that was found; the ids of the images."""
    ids = [one["id"] for one in candidates(person, crawl)]
    answer = person.post(f"/crawls/{crawl['id']}/candidates/save", {"ids": ids, **more})
    assert answer.status_code == 202, answer.text
    site.work_off()
    return [one["image"] for one in candidates(person, crawl)]
