"""What the web gives for a project: shown to its members, and kept by whoever takes it, in their own library."""

import io
import zipfile
from typing import Any

import pytest

from tests.crawls.crawling import BY, crawled
from tests.crawls.webs import Web
from tests.people import Person
from tests.scenes import scene
from tests.site import Site


@pytest.fixture
def cups(other: Web) -> str:
    for number in range(3):
        other.holds(f"/{number}.jpg", scene(number))
    return other.shows(
        "/", f"<img src=0.jpg alt='tree'><img src=1.jpg alt='red cup'><img src=2.jpg alt='blue cup'>{BY}"
    )


@pytest.fixture
def project(site: Site, alice: Person, bob: Person, cups: str) -> str:
    """Alice's, with Bob as an editor, and a crawl of hers."""
    made = alice.post("/projects", {"title": "Cups", "brief": {"words": ["cup"]}}).json["id"]
    alice.put(f"/projects/{made}/members/{bob.name}", {"role": "editor"})
    crawled(site, alice, cups, project=made)
    return str(made)


def proposed(person: Person, project: str, **query: str) -> list[Any]:
    answer = person.get(f"/projects/{project}/references", **{"from": "web", **query})
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json["items"]
    return found


def says(person: Person, project: str, how: str, *ids: str) -> int:
    return person.post(f"/projects/{project}/references/{how}", {"from": "web", "ids": list(ids)}).status_code


def titles(found: list[Any]) -> list[str]:
    return [one["candidate"]["alt"] for one in found]


def test_members_see_what_was_found_by_the_words_of_the_brief_first(alice: Person, bob: Person, project: str) -> None:
    found = proposed(bob, project)
    assert titles(found) == ["red cup", "blue cup", "tree"]
    assert (found[0]["reasons"], found[0]["licence"]) == ([{"kind": "word", "text": "cup"}], "CC-BY-4.0")
    shown = bob.call("GET", found[0]["candidate"]["preview"].removeprefix("/api/v1"))
    assert (shown.mimetype, shown.data[:4]) == ("image/webp", b"RIFF")
    assert alice.get(f"/projects/{project}").json["crawls"][0]["counts"]["found"] == 3


def test_others_neither_see_it_nor_look_for_it(
    carol: Person, bob: Person, alice: Person, cups: str, project: str
) -> None:
    [first, *_] = proposed(alice, project)
    assert carol.get(f"/projects/{project}/found/{first['id']}/preview").status_code == 404
    assert carol.post("/crawls", {"kind": "page", "url": cups, "project": project}).status_code == 404
    alice.put(f"/projects/{project}/members/{bob.name}", {"role": "viewer"})
    assert bob.post("/crawls", {"kind": "page", "url": cups, "project": project}).status_code == 403


@pytest.mark.parametrize("settings", ["sqlite", "mariadb"], indirect=True)
def test_whoever_takes_it_has_it_in_their_own_library_with_its_source(
    site: Site, alice: Person, bob: Person, cups: str, project: str
) -> None:
    [cup, *_] = proposed(bob, project)
    for _ in range(2):
        assert says(bob, project, "take", cup["id"]) == 204
    site.work_off()
    [taken] = proposed(bob, project, verdict="taken")
    image = bob.image(taken["own"])
    assert (image["alt_text"], image["licence"], image["effective_privacy"]) == ("red cup", "CC BY 4.0", "private")
    assert bob.get(f"/images/{taken['own']}/provenance").json["sources"][0]["page_url"] == cups
    assert (proposed(alice, project, verdict="taken")[0]["own"], titles(proposed(alice, project))) == (
        None,
        ["blue cup", "tree"],
    )


def test_what_is_owned_already_is_marked_before_it_is_saved(site: Site, bob: Person, project: str) -> None:
    own = bob.adds(scene(1))
    assert [one["own"] for one in proposed(bob, project)] == [own, None, None]


def test_the_web_column_learns_too_and_what_is_hidden_stays_so_in_the_next_crawl(
    site: Site, alice: Person, bob: Person, cups: str, other: Web, project: str
) -> None:
    red = proposed(alice, project)[0]["id"]
    assert says(bob, project, "hide", red) == 204
    other.holds("/new.jpg", scene(1))
    crawled(site, bob, other.shows("/more", f"<img src=new.jpg alt='red cup'>{BY}"), project=project)
    assert titles(proposed(alice, project)) == ["blue cup", "tree"]
    assert says(alice, project, "undo", red) == 204
    assert "red cup" in titles(proposed(alice, project))


def test_the_board_has_what_others_took_from_the_web_too(alice: Person, bob: Person, cups: str, project: str) -> None:
    says(bob, project, "take", proposed(bob, project)[0]["id"])
    board = alice.get(f"/projects/{project}/board", format="zip").data
    assert cups in zipfile.ZipFile(io.BytesIO(board)).read("credits.txt").decode()


def test_what_was_looked_for_stays_with_who_began_it(alice: Person, project: str) -> None:
    assert alice.delete(f"/projects/{project}").status_code == 204
    assert len(alice.get("/crawls").json["items"]) == 1


def test_whoever_takes_it_has_every_place_where_it_was_found(
    site: Site, alice: Person, bob: Person, other: Web, project: str
) -> None:
    for name in ("one", "two"):
        other.holds(f"/{name}.jpg", scene(7))
    crawled(site, alice, other.shows("/twice", "<img src=one.jpg alt=cup><img src=two.jpg>"), project=project)
    [found] = [one for one in proposed(bob, project) if len(one["candidate"]["sources"]) == 2]
    says(bob, project, "take", found["id"])
    site.work_off()
    [taken] = proposed(bob, project, verdict="taken")
    ledger = bob.get(f"/images/{taken['own']}/provenance").json
    assert [one["image_url"] for one in ledger["sources"]] == [f"{other.url}/one.jpg", f"{other.url}/two.jpg"]
