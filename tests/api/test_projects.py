"""Projects: their members alone know of them, and each sees of the library what they may see, with why."""

import io
import zipfile
from typing import Any

import pytest

from cms.extensions import db
from cms.projects.library import licence_kind
from cms.recommendations.models import Neighbour
from cms.transaction import writing
from tests.factories import picture
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared

BRIEF = {"words": ["cup"], "swatches": ["#c81e1e"]}
RED = (200, 30, 30)


def begins(person: Person, title: str = "Cups", **brief: Any) -> str:
    answer = person.post("/projects", {"title": title, "brief": brief})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def path(project: str, rest: str = "") -> str:
    return f"/projects/{project}{rest}"


def proposed(person: Person, project: str, **query: str) -> list[Any]:
    answer = person.get(path(project, "/references"), **{"from": "library", **query})
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json["items"]
    return found


def judges(person: Person, project: str, how: str, *ids: str, **more: Any) -> int:
    return person.post(path(project, f"/references/{how}"), {"from": "library", "ids": list(ids), **more}).status_code


def reasons(found: list[Any]) -> dict[str, list[tuple[str, str]]]:
    return {one["id"]: [(why["kind"], why["text"]) for why in one["reasons"]] for one in found}


def shown(site: Site, person: Person, **fields: Any) -> str:
    image_id = prepared(site, person, **{"privacy": "public", **fields})
    site.work_off("index-image")
    return image_id


@pytest.fixture
def project(alice: Person) -> str:
    return begins(alice, **BRIEF)


@pytest.fixture
def joint(alice: Person, bob: Person, project: str) -> str:
    """The project, with Bob in it as an editor."""
    assert alice.put(path(project, f"/members/{bob.name}"), {"role": "editor"}).status_code == 200
    return project


def test_a_project_holds_its_brief(alice: Person, project: str) -> None:
    told = alice.get(path(project)).json
    assert (told["title"], told["role"], told["members"], told["crawls"]) == ("Cups", "owner", [], [])
    assert told["brief"] == {**BRIEF, "text": "", "licences": [], "examples": []}
    assert alice.patch(path(project), {"title": "Mugs"}).json["brief"] == told["brief"]
    assert [one["title"] for one in alice.get("/projects").json["items"]] == ["Mugs"]


@pytest.mark.parametrize(
    "brief", [{"swatches": ["red"]}, {"words": [" "]}, {"licences": ["MIT"]}, {"examples": ["NEVER"]}, {"size": 3}]
)
def test_a_brief_that_cannot_be_looked_for_is_refused(alice: Person, brief: dict[str, Any]) -> None:
    assert alice.post("/projects", {"title": "Cups", "brief": brief}).status_code == 422


def test_only_who_was_let_in_knows_of_it(alice: Person, bob: Person, carol: Person, joint: str) -> None:
    assert (bob.get(path(joint)).json["role"], bob.get("/projects").json["items"][0]["id"]) == ("editor", joint)
    assert carol.get(path(joint)).status_code == 404
    assert carol.get("/projects").json["items"] == []
    assert bob.put(path(joint, f"/members/{carol.name}"), {"role": "viewer"}).status_code == 403
    assert alice.delete(path(joint, f"/members/{bob.name}")).status_code == 204
    assert bob.get(path(joint)).status_code == 404


def test_a_viewer_looks_and_changes_nothing(site: Site, alice: Person, bob: Person, joint: str) -> None:
    image = shown(site, alice, tags="cup")
    alice.put(path(joint, f"/members/{bob.name}"), {"role": "viewer"})
    assert [one["id"] for one in proposed(bob, joint)] == [image]
    assert (judges(bob, joint, "take", image), judges(bob, joint, "hide", image)) == (403, 403)
    assert (bob.patch(path(joint), {"title": "Mine"}).status_code, bob.delete(path(joint)).status_code) == (403, 403)
    assert bob.delete(path(joint, f"/members/{bob.name}")).status_code == 204


def test_a_block_ends_having_a_part_and_hinders_getting_one(alice: Person, bob: Person, joint: str) -> None:
    assert bob.put(f"/me/blocks/{alice.name}").status_code in (200, 204)
    assert (bob.get(path(joint)).status_code, alice.get(path(joint)).json["members"]) == (404, [])
    assert alice.put(path(joint, f"/members/{bob.name}"), {"role": "viewer"}).status_code in (403, 404)


def test_each_picture_says_why_it_is_proposed(site: Site, alice: Person, bob: Person, project: str) -> None:
    both = shown(site, bob, file=picture(colour=RED), tags="cup", licence="CC BY 4.0")
    word, colour = shown(site, bob, tags="cup"), shown(site, bob, file=picture(colour=RED))
    found = proposed(alice, project)
    told = {both: [("word", "cup"), ("colour", "#c81e1e")], word: [("word", "cup")], colour: [("colour", "#c81e1e")]}
    assert reasons(found) == told
    assert (found[0]["id"], found[0]["licence"], found[0]["own"]) == (both, "CC BY 4.0", None)


def test_each_member_sees_what_they_may_see(site: Site, alice: Person, bob: Person, joint: str) -> None:
    private = shown(site, alice, tags="cup", privacy="private")
    assert ([one["id"] for one in proposed(alice, joint)], proposed(bob, joint)) == ([private], [])
    assert judges(bob, joint, "take", private) == 404
    assert judges(alice, joint, "take", private) == 204
    assert len(proposed(alice, joint, verdict="taken")) == 1
    assert proposed(bob, joint, verdict="taken") == []


def test_others_pictures_need_one_of_the_licences_own_ones_none(site: Site, alice: Person, bob: Person) -> None:
    project = begins(alice, words=["cup"], licences=["CC-BY"])
    free, own = shown(site, bob, tags="cup", licence="CC BY 4.0"), shown(site, alice, tags="cup")
    for licence in ("", "CC BY-NC 4.0"):
        shown(site, bob, tags="cup", licence=licence)
    assert {one["id"] for one in proposed(alice, project)} == {free, own}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("CC BY-SA 4.0", "CC-BY-SA"),
        ("CC0 1.0", "CC0"),
        ("cc0", "CC0"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY"),
        ("Public Domain", "CC-PDM"),
        ("All rights reserved", "ALL-RIGHTS-RESERVED"),
    ],
)
def test_licences_are_understood_as_people_write_them(said: str, kind: str) -> None:
    assert licence_kind(said) == kind


@pytest.mark.parametrize("settings", ["sqlite", "mariadb"], indirect=True)
def test_what_was_taken_or_hidden_is_proposed_no_more_until_that_is_undone(
    site: Site, alice: Person, bob: Person, project: str
) -> None:
    one, other = (shown(site, bob, tags="cup") for _ in range(2))
    assert (judges(alice, project, "take", one), judges(alice, project, "hide", other)) == (204, 204)
    assert proposed(alice, project) == []
    assert [seen["id"] for seen in proposed(alice, project, verdict="hidden")] == [other]
    assert judges(alice, project, "undo", one, other) == 204
    assert {seen["id"] for seen in proposed(alice, project)} == {one, other}


def test_the_brief_learns_from_what_is_taken_and_hidden(site: Site, alice: Person, bob: Person) -> None:
    project = begins(alice, words=["cup"])
    liked, loathed = shown(site, bob, tags=["cup", "striped"]), shown(site, bob, tags=["cup", "dotted"])
    like, unlike = shown(site, bob, tags=["cup", "striped"]), shown(site, bob, tags=["cup", "dotted"])
    assert [one["id"] for one in proposed(alice, project)][:2] == [unlike, like]
    judges(alice, project, "take", liked)
    judges(alice, project, "hide", loathed)
    found = proposed(alice, project)
    assert [one["id"] for one in found] == [like, unlike]
    assert ("taken_alike", "striped") in reasons(found)[like]


def test_what_a_member_took_that_another_may_not_see_teaches_that_one_nothing(
    site: Site, alice: Person, bob: Person, carol: Person, joint: str
) -> None:
    own = shown(site, bob, tags=["cup", "striped"], privacy="private")
    like = shown(site, carol, tags=["cup", "striped"])
    judges(bob, joint, "take", own)
    assert [("taken_alike", "striped") in reasons(proposed(one, joint))[like] for one in (bob, alice)] == [True, False]


def test_what_is_near_to_an_example_is_proposed_by_its_title(site: Site, alice: Person, bob: Person) -> None:
    example, near = shown(site, alice, title="Mug"), shown(site, bob)
    project = begins(alice, examples=[example])
    with site.app.app_context(), writing():
        db.session.add(Neighbour(image_id=example, neighbour_id=near, rank=0))
    assert reasons(proposed(alice, project)) == {near: [("likeness", "Mug")]}
    assert [one["id"] for one in alice.get(path(project)).json["examples"]] == [example]


def test_taking_puts_pictures_where_they_are_wanted(site: Site, alice: Person, bob: Person, project: str) -> None:
    own, theirs = shown(site, alice, tags="cup"), shown(site, bob, tags="cup")
    album = alice.post("/albums", {"title": "Cups", "category": "other"}).json["id"]
    collection = alice.post("/collections", {"title": "Cups"}).json["id"]
    assert judges(alice, project, "take", own, theirs, album=album) == 422
    assert judges(alice, project, "take", own, album=album) == 204
    assert judges(alice, project, "take", theirs, collection=collection) == 204
    assert alice.image(own)["album"]["id"] == album
    assert [one["id"] for one in alice.get(f"/collections/{collection}/items").json["items"]] == [theirs]


def test_pages_follow_each_other_and_cost_few_statements(site: Site, alice: Person, bob: Person, project: str) -> None:
    made = {shown(site, bob, tags="cup") for _ in range(3)}
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        first = alice.get(path(project, "/references"), limit="2").json
    second = alice.get(path(project, "/references"), limit="2", cursor=first["next"]).json
    assert ({one["id"] for one in first["items"] + second["items"]}, second["next"]) == (made, None)
    assert len(run) <= 10


@pytest.mark.parametrize(("kind", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("zip", b"PK")])
def test_a_board_shows_what_was_taken(
    site: Site, alice: Person, bob: Person, project: str, kind: str, start: bytes
) -> None:
    judges(alice, project, "take", shown(site, bob, tags="cup", title="茶杯"))
    answer = alice.get(path(project, "/board"), format=kind)
    assert (answer.status_code, answer.data[: len(start)]) == (200, start)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="Cups.{kind}"'


def test_the_archive_of_a_board_says_whom_each_picture_is_owed_to(
    site: Site, alice: Person, bob: Person, project: str
) -> None:
    said = {"title": "=Cup", "author": "Åsa", "licence": "CC BY 4.0", "source_url": "https://example.org/cup"}
    judges(alice, project, "take", shown(site, bob, tags="cup", **said))
    archive = zipfile.ZipFile(io.BytesIO(alice.get(path(project, "/board"), format="zip").data))
    assert archive.namelist() == ["01.webp", "board.pdf", "credits.txt", "credits.csv"]
    assert archive.read("credits.txt").decode() == "01.webp: =Cup, Åsa, CC BY 4.0, https://example.org/cup"
    assert "01.webp,'=Cup,Åsa,CC BY 4.0,https://example.org/cup" in archive.read("credits.csv").decode()


def test_deleting_a_project_leaves_pictures(site: Site, alice: Person, project: str) -> None:
    image = shown(site, alice, tags="cup")
    judges(alice, project, "take", image)
    assert alice.delete(path(project)).status_code == 204
    assert (alice.get(path(project)).status_code, alice.sees(image)) == (404, True)
