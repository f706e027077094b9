"""A description becomes people, ties, albums and pictures, through the rules that everybody else passes."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cms.errors import Problem
from cms.upkeep.painting import Painted, painted
from cms.upkeep.seeding import Seeding, read_spec, wait_until_ready
from tests.people import Browser
from tests.scenes import scene
from tests.site import PASSWORD, Site


def person(name: str, **more: Any) -> dict[str, Any]:
    return {"ref": name, "name": name, "email": f"{name}@example.org", "password": PASSWORD, **more}


PEOPLE = [person("sara", locked=True), person("sven"), person("siri"), person("sixten")]
WHOLE = {
    "people": PEOPLE,
    "follows": [["sven", "sara"]],
    "requests": [["siri", "sara"]],
    "blocks": [["sara", "sixten"]],
    "albums": [
        {"ref": "A1", "owner": "sara", "title": "top", "category": "food", "privacy": "followers", "parent": None},
        {"ref": "A2", "owner": "sara", "title": "below", "category": "food", "privacy": "public", "parent": "A1"},
    ],
    "images": [
        {
            "ref": "I1",
            "owner": "sara",
            "file": "one.jpg",
            "title": "from a file",
            "tags": ["seedtag"],
            "privacy": "public",
            "album": "A2",
        },
        {"ref": "I2", "owner": "sara", "generate": {"width": 640, "height": 480, "seed": 7}, "privacy": "public"},
    ],
}


TALK: dict[str, Any] = {
    "likes": [["sven", "I2"], ["siri", "I2"], ["sven", "A2"], ["sven", "I2"]],
    "comments": [
        {"ref": "C1", "by": "sven", "on": "I2", "text": "Where is *that*, @sara?", "parent": None},
        {"ref": "C2", "by": "sara", "on": "I2", "text": "At home.", "parent": "C1"},
        {"ref": "C3", "by": "sven", "on": "A2", "text": "all of them"},
    ],
    "collections": [{"ref": "K1", "owner": "sven", "title": "kept", "privacy": "public", "items": ["I2", "A2"]}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.jpg").write_bytes(scene(1))
    return tmp_path


def fill(site: Site, folder: Path, spec: dict[str, Any]) -> dict[str, str]:
    with site.app.app_context():
        storage = site.app.extensions["backends"].storage
        return Seeding(site.app.extensions["settings"], storage, folder).fill(read_spec(spec))


def logged_in(site: Site, name: str) -> Browser:
    page = site.page
    assert page.logs_in(name, PASSWORD).status_code == 200
    return page


def test_everything_is_made_and_the_rules_hold(site: Site, folder: Path) -> None:
    ids = fill(site, folder, WHOLE)
    site.work_off()
    pages = {name: logged_in(site, name) for name in ("sara", "sven", "siri", "sixten")}
    seen = {name: [page.get(f"/images/{ids[i]}").status_code for i in ("I1", "I2")] for name, page in pages.items()}
    assert seen == {"sara": [200, 200], "sven": [200, 200], "siri": [404, 200], "sixten": [404, 404]}
    assert [one["name"] for one in pages["sara"].get("/me/follow-requests").json["items"]] == ["siri"]
    assert pages["sara"].get(f"/albums/{ids['A2']}").json["effective_privacy"] == "followers"
    made = pages["sara"].get(f"/images/{ids['I1']}").json
    assert (made["title"], made["tags"][0]["key"], made["file_name"]) == ("from a file", "seedtag", "one.jpg")


def test_made_up_pictures_are_the_same_for_the_same_numbers() -> None:
    one = painted(Painted(width=64, height=48, seed=3))
    assert one == painted(Painted(width=64, height=48, seed=3))
    assert one != painted(Painted(width=64, height=48, seed=4))
    with Image.open(io.BytesIO(one)) as opened:
        opened.load()
        assert (opened.size, opened.mode) == ((64, 48), "RGB")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"images": [{"ref": "I", "owner": "nobody", "file": "one.jpg"}]}, "ref"),
        ({"images": [{"ref": "I", "owner": "sara", "file": "none.jpg"}]}, "I"),
        ({"images": [{"ref": "I", "owner": "sara"}]}, "I"),
        ({"images": [{"ref": "I", "owner": "sara", "file": "one.jpg", "privacy": "secret"}]}, "privacy"),
        ({"images": [{"ref": "I", "owner": "sara", "generate": {"width": 0, "height": 4}}]}, "images.0.generate.width"),
        ({"albums": [{"ref": "sara", "owner": "sara", "title": "a", "category": "food", "privacy": "public"}]}, "ref"),
        (
            {
                "albums": [{"ref": "A", "owner": "sara", "title": "a", "category": "food", "privacy": "public"}],
                "images": [{"ref": "I", "owner": "sven", "file": "one.jpg", "album": "A"}],
            },
            "album",
        ),
        ({"people": [person("sara"), person("sara")]}, "ref"),
        ({"people": [person("sara", password="short")]}, "password"),
        ({"likings": [["sven", "I2"]]}, "likings"),
    ],
)
def test_what_cannot_be_is_named(site: Site, folder: Path, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as refusal:
        fill(site, folder, {"people": PEOPLE, **change})
    assert field in {error.field for error in refusal.value.errors}


def test_waiting_tells_what_failed_and_what_is_still_on_its_way(site: Site, folder: Path) -> None:
    ids = fill(site, folder, WHOLE)
    told: list[int] = []
    with site.app.app_context():
        both = [ids["I1"], ids["I2"]]
        assert list(wait_until_ready(both, seconds=0, tell=told.append)) == both
    site.work_off()
    with site.app.app_context():
        assert list(wait_until_ready(both, seconds=5, tell=told.append)) == []
    assert told == [0]


def test_what_people_do_with_pictures_is_made_once_others_see_them(site: Site, folder: Path) -> None:
    spec = read_spec({**WHOLE, **TALK})
    with site.app.app_context():
        seeding = Seeding(site.app.extensions["settings"], site.app.extensions["backends"].storage, folder)
        ids = dict(seeding.fill(spec))
    site.work_off()
    with site.app.app_context():
        ids = seeding.discuss(spec)
    sven, sara = logged_in(site, "sven"), logged_in(site, "sara")
    image = sven.get(f"/images/{ids['I2']}").json
    assert ({key: image["counts"][key] for key in ("likes", "comments", "collects")}, image["liked"]) == (
        {"likes": 2, "comments": 2, "collects": 1},
        True,
    )
    said = sven.get(f"/comments/{ids['C2']}", context="true").json
    assert (said["comment"]["text"], said["parents"][0]["id"]) == ("At home.", ids["C1"])
    assert "<em>that</em>" in said["parents"][0]["html"]
    kept = sven.get(f"/collections/{ids['K1']}/items").json["items"]
    assert [(one["kind"], one["id"]) for one in kept] == [("image", ids["I2"]), ("album", ids["A2"])]
    assert {one["kind"] for one in sara.get("/notifications").json["items"]} >= {"like", "mention"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"likes": [["sixten", "I2"]]}, "likes"),
        ({"likes": [["sven", "I9"]]}, "ref"),
        ({"comments": [{"ref": "C1", "by": "siri", "on": "I1", "text": "hers is not mine to see"}]}, "comments"),
        ({"comments": [{"ref": "C1", "by": "sven", "on": "I2", "text": " "}]}, "text"),
        ({"comments": [{"ref": "C1", "by": "sven", "on": "I2", "text": "a", "parent": "I1"}]}, "parent"),
        ({"collections": [{"ref": "K1", "owner": "siri", "title": "kept", "items": ["A2"]}]}, "collections"),
        ({"collections": [{"ref": "K1", "owner": "siri", "items": []}]}, "title"),
    ],
)
def test_nobody_does_in_a_description_what_they_may_not(
    site: Site, folder: Path, change: dict[str, Any], field: str
) -> None:
    spec = read_spec({**WHOLE, **change})
    with site.app.app_context():
        seeding = Seeding(site.app.extensions["settings"], site.app.extensions["backends"].storage, folder)
        seeding.fill(spec)
    site.work_off()
    with site.app.app_context(), pytest.raises(Problem) as refusal:
        seeding.discuss(spec)
    assert field in {error.field for error in refusal.value.errors}
