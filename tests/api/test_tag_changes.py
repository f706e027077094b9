"""Tags in the hands of moderators: aliases, broader tags, one tag that becomes another, and who may."""

from typing import Any

import pytest

from tests.people import Person
from tests.site import Site


def says(mod: Person, kind: str, word: str, target: str, *, status: int = 201) -> dict[str, Any]:
    answer = mod.post("/tags/relations", {"kind": kind, "word": word, "target": target})
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json
    return found


def found_by(person: Person, site: Site, **query: Any) -> list[str]:
    site.work_off("index-image")
    return person.ids("/search", **query)


def words(person: Person, image_id: str) -> list[tuple[str, str]]:
    return [(tag["key"], tag["label"]) for tag in person.image(image_id)["tags"] if tag["source"] == "user"]


def changed(site: Site, mod: Person, tag: str, to: str, **more: Any) -> dict[str, Any]:
    answer = mod.post("/tags/changes", {"tag": tag, "to": to, **more})
    assert answer.status_code == 202, answer.text
    site.work_off("change-tag")
    found: dict[str, Any] = mod.get(f"/tags/changes/{answer.json['id']}").json
    return found


def undone(site: Site, mod: Person, change: dict[str, Any]) -> dict[str, Any]:
    assert mod.post(f"/tags/changes/{change['id']}/undo").status_code == 202
    site.work_off("undo-tag-change")
    found: dict[str, Any] = mod.get(f"/tags/changes/{change['id']}").json
    return found


@pytest.mark.parametrize(("word", "target"), [("moggy", "cat"), ("喵星人", "猫")])
def test_an_alias_finds_what_the_tag_finds_until_it_is_taken_back(
    site: Site, alice: Person, mod: Person, word: str, target: str
) -> None:
    image_id = alice.adds(tags=["cat"])
    assert found_by(alice, site, q=word) == []
    relation = says(mod, "alias", word, target)
    assert found_by(alice, site, q=word) == found_by(alice, site, tag=word) == [image_id]
    assert mod.delete(f"/tags/relations/{relation['id']}").status_code == 204
    assert found_by(alice, site, q=word) == []


def test_an_alias_of_a_tag_that_somebody_made_finds_it_too(site: Site, alice: Person, mod: Person) -> None:
    image_id = alice.adds(tags=["Luna Trip"])
    alice.adds(tags=["cat"])
    says(mod, "alias", "lunatrip", "luna trip")
    assert found_by(alice, site, q="lunatrip") == found_by(alice, site, tag="lunatrip") == [image_id]


def test_a_tag_is_found_by_the_broader_one_that_was_said_and_by_all_above_that(
    site: Site, alice: Person, mod: Person
) -> None:
    image_id = alice.adds(tags=["Luna:Kit"])
    says(mod, "implication", "luna:kit", "cat")
    for query in ({"q": "cat"}, {"q": "动物"}, {"q": "djur"}, {"tag": "cat"}):
        assert found_by(alice, site, **query) == [image_id], query


def test_a_word_that_is_an_alias_is_added_as_its_tag(alice: Person, mod: Person) -> None:
    says(mod, "alias", "moggy", "cat")
    image_id = alice.adds(tags=["Moggy", "cat", "sand"])
    assert words(alice, image_id) == [("cat", "cat"), ("sand", "sand")]


def test_an_alias_is_suggested_with_the_count_of_its_tag_and_only_of_what_one_may_see(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    alice.adds(tags=["luna"])
    says(mod, "alias", "moonbeast", "luna")
    site.work_off("index-image")
    assert [(one["key"], one["count"]) for one in alice.get("/search/suggestions", q="moonb").json["items"]] == [
        ("luna", 1)
    ]
    assert bob.get("/search/suggestions", q="moonb").json["items"] == []


REFUSED = [
    ("alias", "dog", "cat", "vocabulary"),
    ("alias", "Luna", "luna", "itself"),
    ("alias", "moggy", "dog", "already"),
    ("alias", "luna", "moony", "stand for the other"),
    ("implication", "cat", "cat", "one tag"),
    ("implication", "animal", "kit", "circle"),
    ("implication", "kit", "animal", "already"),
    ("alias", "kit", "cat", "broader"),
]


@pytest.mark.parametrize(("kind", "word", "target", "why"), REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence(mod: Person, kind: str, word: str, target: str, why: str) -> None:
    for one in (("alias", "moggy", "cat"), ("alias", "moony", "luna"), ("implication", "kit", "cat")):
        says(mod, *one)
    assert why in says(mod, kind, word, target, status=422)["errors"][0]["message"]


def test_the_history_keeps_who_said_what_and_who_took_it_back(mod: Person, ada: Person) -> None:
    relation = says(mod, "alias", "moggy", "cat")
    ada.delete(f"/tags/relations/{relation['id']}")
    ada.delete(f"/tags/relations/{relation['id']}")
    says(ada, "alias", "moggy", "cat")
    told = mod.get("/tags/relations", tag="cat").json["items"]
    assert [(one["by"], one["removed_by"], one["removed_at"] is None) for one in told] == [
        ("ada", None, True),
        ("mod", "ada", False),
    ]


def test_a_preview_counts_all_and_shows_only_what_one_may_see(alice: Person, bob: Person, mod: Person) -> None:
    alice.adds(tags=["old", "cat"])
    shown = bob.adds(tags=["old"], privacy="public")
    told = mod.post("/tags/changes/preview", {"tag": "old", "to": "cat"}).json
    assert (told["total"], told["merged"], told["to"]["key"]) == (2, 1, "cat")
    assert {item["id"] for item in told["items"]} <= {shown}


def test_a_tag_is_merged_into_another_and_put_back_but_for_what_was_changed_by_hand(
    site: Site, alice: Person, mod: Person
) -> None:
    both, one, other = (alice.adds(tags=tags) for tags in (["old", "cat"], ["sand", "Old"], ["old"]))
    change = changed(site, mod, "old", "cat")
    assert (change["state"], change["counts"]["changed"], change["by"]) == ("done", 3, "mod")
    assert [words(alice, image_id) for image_id in (both, one)] == [
        [("cat", "cat")],
        [("sand", "sand"), ("cat", "cat")],
    ]
    assert set(found_by(alice, site, q="cat")) == {both, one, other}
    assert words(alice, alice.adds(tags=["old"])) == [("cat", "cat")]
    alice.patch(f"/images/{other}", {"tags": ["mine"]})
    back = undone(site, mod, change)
    assert (back["state"], back["counts"]["undone"], back["counts"]["kept"]) == ("undone", 2, 1)
    assert [words(alice, image_id) for image_id in (both, one, other)] == [
        [("old", "old"), ("cat", "cat")],
        [("sand", "sand"), ("old", "Old")],
        [("mine", "mine")],
    ]
    assert words(alice, alice.adds(tags=["old"])) == [("old", "old")]
    assert mod.post(f"/tags/changes/{change['id']}/undo").status_code == 409


@pytest.mark.parametrize(("tag", "to"), [("cat", "luna"), ("old", "Old"), ("nobody has this", "cat")])
def test_a_change_that_cannot_be_is_refused(alice: Person, mod: Person, tag: str, to: str) -> None:
    alice.adds(tags=["old", "cat"])
    assert mod.post("/tags/changes", {"tag": tag, "to": to}).status_code == 422


def test_two_changes_of_one_tag_wait_for_each_other(alice: Person, mod: Person) -> None:
    alice.adds(tags=["old"])
    assert mod.post("/tags/changes", {"tag": "old", "to": "new"}).status_code == 202
    assert mod.post("/tags/changes", {"tag": "new", "to": "newer"}).status_code == 409
