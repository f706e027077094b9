"""A page of the web is read, its pictures are judged and shown, and those that are chosen become private images."""

from typing import Any

from tests.crawls.webs import Web
from tests.people import Person
from tests.scenes import scene
from tests.site import Site

CRAWL = "crawl-web"
BY = "<a rel='license' href='https://creativecommons.org/licenses/by/4.0/'>CC BY 4.0</a>"


def begins(person: Person, url: str, **more: Any) -> str:
    answer = person.post("/crawls", {"kind": "page", "url": url, **more})
    assert answer.status_code == 202, answer.text
    return str(answer.json["id"])


def crawled(site: Site, person: Person, url: str, **more: Any) -> Any:
    crawl_id = begins(person, url, **more)
    site.work_off(CRAWL)
    return person.get(f"/crawls/{crawl_id}").json


def candidates(person: Person, crawl: Any) -> list[Any]:
    found: list[Any] = person.get(f"/crawls/{crawl['id']}/candidates").json["items"]
    return found


def test_every_picture_of_a_page_is_a_candidate_with_its_real_size(site: Site, alice: Person, other: Web) -> None:
    for number in range(2):
        other.holds(f"/{number}.jpg", scene(number))
    url = other.shows("/", f"<img src=0.jpg alt='cup 0'><img src=1.jpg>{BY}")
    crawl = crawled(site, alice, url)
    assert crawl["state"] == "done"
    found = candidates(alice, crawl)
    assert [(one["alt"], one["width"], one["height"], one["licence"]) for one in found] == [
        ("cup 0", 320, 240, "CC-BY-4.0"),
        ("", 320, 240, "CC-BY-4.0"),
    ]


def test_what_is_chosen_becomes_a_private_image_with_its_ledger(site: Site, alice: Person, other: Web) -> None:
    for number in range(3):
        other.holds(f"/{number}.jpg", scene(number), ETag=f'"{number}"')
    url = other.shows("/", f"<img src=0.jpg alt='cup 0'><img src=1.jpg><img src=2.jpg>{BY}")
    crawl = crawled(site, alice, url)
    ids = [one["id"] for one in candidates(alice, crawl)]
    assert alice.post(f"/crawls/{crawl['id']}/candidates/save", {"ids": ids[:2]}).status_code == 202
    site.work_off()
    assert [one["state"] for one in candidates(alice, crawl)] == ["saved", "saved", "found"]
    [image_id, _] = [one["image"] for one in candidates(alice, crawl)][:2]
    image = alice.get(f"/images/{image_id}").json
    assert (image["title"], image["licence"], image["effective_privacy"]) == ("cup 0", "CC BY 4.0", "private")
    ledger = alice.get(f"/images/{image_id}/provenance").json
    [source] = ledger["sources"]
    assert (source["page_url"], source["licence"], source["crawl"]) == (url, "CC-BY-4.0", crawl["id"])
    assert source["validators"] == {"etag": '"0"'}
    assert "creativecommons.org" in source["licence_proof"]["text"]
    assert ledger["chain"] == {"length": 1, "head": source["hash"], "is_whole": True}
