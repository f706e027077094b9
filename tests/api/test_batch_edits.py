"""Many pictures at once: what becomes of each, and how it is undone."""

from typing import Any

import pytest

from tests.batches import NEVER_THERE, album_of, edits, undoes
from tests.people import Person
from tests.site import Site
from tests.states import prepared, row_of, set_image


@pytest.fixture
def two(alice: Person) -> list[str]:
    return [alice.adds(title="Dune", tags=["sand", "old"]), alice.adds(title="Shore")]


CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "title": ({"title": "Trip {n:03}"}, {"title": "Trip 001"}),
    "title by file": ({"title": "{title} of {file}"}, {"title": "Dune of a"}),
    "brackets": ({"title": "{{{n}}}"}, {"title": "{1}"}),
    "description": ({"description": "Sand everywhere"}, {"description": "Sand everywhere"}),
    "alt text": ({"alt_text": "A dune"}, {"alt_text": "A dune"}),
    "licence": ({"licence": "CC-BY-4.0"}, {"licence": "CC-BY-4.0"}),
    "author": ({"author": "Anna"}, {"author": "Anna"}),
    "source": ({"source_url": "https://example.org/a"}, {"source_url": "https://example.org/a"}),
    "rating": ({"rating": 4}, {"rating": 4}),
    "privacy": ({"privacy": "public"}, {"privacy": "public", "effective_privacy": "public"}),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_field_is_what_was_asked_for_and_what_it_was_once_undone(
    site: Site, alice: Person, two: list[str], case: str
) -> None:
    change, expected = CHANGES[case]
    before = alice.image(two[0])
    edit = edits(site, alice, change, ids=two)
    assert (edit["state"], edit["counts"]["changed"], edit["progress"]) == ("done", 2, {"done": 2, "total": 2})
    now = alice.image(two[0])
    assert {name: now[name] for name in expected} == expected
    undone = undoes(site, alice, edit)
    assert (undone["state"], undone["counts"]["undone"], undone["counts"]["kept"]) == ("undone", 2, 0)
    assert alice.image(two[0]) == before


def test_tags_are_added_removed_and_replaced(site: Site, alice: Person, two: list[str]) -> None:
    def words() -> list[list[str]]:
        return [[tag["label"] for tag in alice.image(image_id)["tags"]] for image_id in two]

    edits(site, alice, {"tags_add": ["New", "SAND"], "tags_remove": ["Old"]}, ids=two)
    assert words() == [["sand", "New"], ["New", "SAND"]]
    replaced = edits(site, alice, {"tags": ["only"]}, ids=two)
    assert words() == [["only"], ["only"]]
    undoes(site, alice, replaced)
    assert words() == [["sand", "New"], ["New", "SAND"]]


def test_when_it_was_taken_moves_and_what_was_never_dated_stays(site: Site, alice: Person, two: list[str]) -> None:
    alice.patch(f"/images/{two[0]}", {"taken_at": "2024-02-28T23:00:00+01:00"})
    edit = edits(site, alice, {"taken_shift": {"days": 1, "hours": 2, "minutes": -30}}, ids=two)
    assert (edit["counts"]["changed"], edit["counts"]["unchanged"]) == (1, 1)
    assert alice.image(two[0])["taken_at"] == "2024-03-01T00:30:00+01:00"
    assert row_of(site, two[0]).sort_at.isoformat() == "2024-03-01T00:30:00"  # type: ignore[union-attr]
    undoes(site, alice, edit)
    assert alice.image(two[0])["taken_at"] == "2024-02-28T23:00:00+01:00"
    back = edits(site, alice, {"taken_shift": -86400}, ids=two)
    assert back["counts"]["changed"] == 1
    assert alice.image(two[0])["taken_at"] == "2024-02-27T23:00:00+01:00"


def test_a_date_that_there_is_not_fails_for_that_picture_alone(site: Site, alice: Person, two: list[str]) -> None:
    for image_id, moment in zip(two, ("9999-12-31T00:00:00", "2024-01-01T00:00:00"), strict=True):
        alice.patch(f"/images/{image_id}", {"taken_at": moment})
    edit = edits(site, alice, {"taken_shift": 86_400, "author": "Anna"}, ids=two)
    assert (edit["counts"]["failed"], edit["counts"]["changed"]) == (1, 1)
    assert [(one["id"], one["code"]) for one in edit["problems"]] == [(two[0], "no-such-date")]
    assert [alice.image(image_id)["author"] for image_id in two] == ["", "Anna"]


def test_a_category_is_the_persons_and_the_models_again_once_undone(site: Site, alice: Person, two: list[str]) -> None:
    edit = edits(site, alice, {"category": "food"}, ids=two)
    assert alice.image(two[0])["category"] == {"key": "food", "label": "food", "source": "user"}
    undoes(site, alice, edit)
    assert alice.image(two[0])["category"]["source"] == "model"


def test_pictures_go_into_an_album_and_back_and_are_never_more_visible_than_it(
    site: Site, alice: Person, two: list[str], visitor: Person
) -> None:
    first = album_of(alice, privacy="public", images=[two[0]])
    narrow = album_of(alice, privacy="private")
    edit = edits(site, alice, {"album": narrow, "privacy": "public"}, ids=two)
    for image_id in two:
        now = alice.image(image_id)
        assert (now["album"]["id"], now["privacy"], now["effective_privacy"]) == (narrow, "public", "private")
    undoes(site, alice, edit)
    albums = [(alice.image(image_id)["album"] or {}).get("id") for image_id in two]
    assert albums == [first, None]
    assert [alice.image(image_id)["effective_privacy"] for image_id in two] == ["private", "private"]
    out = edits(site, alice, {"album": None}, ids=two)
    assert (out["counts"]["changed"], out["counts"]["unchanged"]) == (1, 1)
    assert alice.image(two[0])["album"] is None


def test_an_album_that_went_meanwhile_fails_and_an_undoing_does_not_bring_it_back(
    site: Site, alice: Person, two: list[str]
) -> None:
    first, second = album_of(alice, images=two[:1]), album_of(alice)
    begun = alice.post("/batch-edits", {"ids": two, "change": {"album": second}}).json
    alice.delete(f"/albums/{second}", images="keep")
    site.work_off("edit-images")
    edit = alice.get(f"/batch-edits/{begun['id']}").json
    assert (edit["counts"]["failed"], edit["problems"][0]["code"]) == (2, "album-gone")
    third = album_of(alice)
    moved = edits(site, alice, {"album": third, "author": "Anna"}, ids=two)
    alice.delete(f"/albums/{first}", images="keep")
    undone = undoes(site, alice, moved)
    assert (undone["counts"]["undone"], undone["counts"]["kept"]) == (1, 1)
    assert (alice.image(two[0])["album"]["id"], alice.image(two[0])["author"]) == (third, "")


def test_what_a_search_finds_of_ones_own_is_chosen_once(site: Site, alice: Person, bob: Person) -> None:
    for person in (alice, bob):
        for title in ("Dune one", "Dune two", "Shore"):
            prepared(site, person, title=title, privacy="public")
    site.work_off()
    edit = edits(site, alice, {"title": "Found {n}"}, query="?q=dune&sort=oldest&scope=all&cursor=x&limit=1")
    assert (edit["progress"]["total"], edit["counts"], edit["problems"]) == (
        2,
        {"changed": 2, "unchanged": 0, "refused": 0, "failed": 0},
        [],
    )
    assert sorted(alice.image(one)["title"] for one in alice.ids(owner="alice")) == ["Found 1", "Found 2", "Shore"]
    assert sorted(bob.image(one)["title"] for one in bob.ids(owner="bob")) == ["Dune one", "Dune two", "Shore"]


def test_a_preview_says_what_would_be_and_changes_nothing(
    site: Site, alice: Person, bob: Person, two: list[str]
) -> None:
    foreign = bob.adds(privacy="public")
    album = album_of(alice)
    change = {"title": "{title} {n}", "tags_add": ["new"], "album": album, "category": "food", "taken_shift": 60}
    before = [alice.image(image_id) for image_id in two]
    body = {"ids": [foreign, *two, NEVER_THERE], "change": change}
    told = alice.post("/batch-edits/preview", body, headers={"Accept-Language": "sv"}).json
    assert (told["total"], told["refused"], len(told["items"])) == (4, 2, 2)
    first = told["items"][0]
    assert (first["image"]["id"], first["problem"]) == (two[0], None)
    assert first["before"] == {
        "title": "Dune",
        "tags": ["sand", "old"],
        "category": {"key": "other", "label": "övrigt"},
        "album": None,
        "taken_at": None,
    }
    assert first["after"] == {
        "title": "Dune 1",
        "tags": ["sand", "old", "new"],
        "category": {"key": "food", "label": "mat"},
        "album": {"id": album, "title": "Sand"},
        "taken_at": None,
    }
    assert [alice.image(image_id) for image_id in two] == before
    assert alice.get("/batch-edits").json["items"] == []


def test_a_preview_shows_the_first_twelve_and_says_which_cannot_be(site: Site, alice: Person) -> None:
    ids = [alice.adds(title="x" * 199) for _ in range(13)]
    told = alice.post("/batch-edits/preview", {"ids": ids, "change": {"title": "{title} again"}}).json
    assert (told["total"], len(told["items"])) == (13, 12)
    assert told["items"][0]["problem"]["code"] == "title-too-long"
    assert told["items"][0]["after"] == told["items"][0]["before"]
    edit = edits(site, alice, {"title": "{title} again"}, ids=ids)
    assert (edit["counts"]["failed"], len(edit["problems"])) == (13, 5)


def test_what_is_not_done_or_undone_already_or_changed_nothing_is_not_undone(
    site: Site, alice: Person, two: list[str]
) -> None:
    begun = alice.post("/batch-edits", {"ids": two, "change": {"title": "x"}}).json
    assert (begun["state"], begun["can"], begun["progress"]) == ("pending", {"undo": False}, {"done": 0, "total": 2})
    assert alice.post(f"/batch-edits/{begun['id']}/undo").status_code == 409
    site.work_off("edit-images")
    edit = alice.get(f"/batch-edits/{begun['id']}").json
    assert edit["can"] == {"undo": True}
    undoing = alice.post(f"/batch-edits/{begun['id']}/undo").json
    assert (undoing["state"], undoing["can"], undoing["progress"]) == (
        "undoing",
        {"undo": False},
        {"done": 0, "total": 2},
    )
    assert alice.post(f"/batch-edits/{begun['id']}/undo").status_code == 409
    site.work_off("undo-edit")
    assert alice.post(f"/batch-edits/{begun['id']}/undo").status_code == 409
    nothing = edits(site, alice, {"author": ""}, ids=two)
    assert (nothing["counts"]["unchanged"], nothing["can"]) == (2, {"undo": False})
    assert alice.post(f"/batch-edits/{nothing['id']}/undo").status_code == 409


def test_a_later_change_by_hand_wins_field_by_field(site: Site, alice: Person, two: list[str]) -> None:
    edit = edits(site, alice, {"title": "x", "author": "Anna", "tags_add": ["new"]}, ids=two)
    alice.patch(f"/images/{two[0]}", {"title": "by hand"})
    undone = undoes(site, alice, edit)
    assert (undone["counts"]["undone"], undone["counts"]["kept"]) == (1, 1)
    first, second = (alice.image(image_id) for image_id in two)
    assert (first["title"], first["author"], [tag["label"] for tag in first["tags"]]) == (
        "by hand",
        "",
        ["sand", "old"],
    )
    assert (second["title"], second["author"], second["tags"]) == ("Shore", "", [])


def test_an_undoing_goes_by_the_rights_of_its_moment_and_misses_nobody(
    site: Site, alice: Person, bob: Person, two: list[str]
) -> None:
    edit = edits(site, alice, {"title": "x"}, ids=[*two, alice.adds(title="third")])
    set_image(site, two[0], owner_id=bob.id)
    alice.delete(f"/images/{two[1]}", forever="true")
    undone = undoes(site, alice, edit)
    assert (undone["counts"]["undone"], undone["counts"]["kept"], undone["state"]) == (1, 2, "undone")
    assert row_of(site, two[0]).title == "x"  # type: ignore[union-attr]


def test_the_search_tells_of_the_change_and_of_its_undoing(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice, title="Dune")
    site.work_off()
    edit = edits(site, alice, {"title": "Glacier"}, ids=[image_id])
    site.work_off()
    assert alice.ids("/search", q="glacier") == [image_id]
    undoes(site, alice, edit)
    site.work_off()
    assert (alice.ids("/search", q="glacier"), alice.ids("/search", q="dune")) == ([], [image_id])


def test_a_place_is_named_and_taken_away(site: Site, alice: Person, two: list[str]) -> None:
    edit = edits(site, alice, {"place": "2692969"}, ids=two)
    assert alice.image(two[0])["place"] == {"id": "2692969", "label": "Malmö, Sweden"}
    told = alice.post("/batch-edits/preview", {"ids": two, "change": {"place": None}}).json["items"][0]
    assert (told["before"]["place"]["label"], told["after"]["place"]) == ("Malmö, Sweden", None)
    undoes(site, alice, edit)
    assert alice.image(two[0])["place"] is None
