"""Many pictures at once: what may be asked, what becomes of each, and what nobody may learn by it."""

from collections.abc import Iterator
from typing import Any

import pytest

from cms.accounts.models import Account
from cms.extensions import db
from cms.transaction import writing
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared, row_of, set_image

NEVER_THERE = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


def edits(site: Site, person: Person, change: dict[str, Any], **chosen: Any) -> dict[str, Any]:
    """An edit that is begun and done; how it ended."""
    answer = person.post("/batch-edits", {**chosen, "change": change})
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/v1/batch-edits/{answer.json['id']}"
    site.work_off("edit-images")
    found: dict[str, Any] = person.get(f"/batch-edits/{answer.json['id']}").json
    return found


def undoes(site: Site, person: Person, edit: dict[str, Any]) -> dict[str, Any]:
    answer = person.post(f"/batch-edits/{edit['id']}/undo")
    assert answer.status_code == 202, answer.text
    site.work_off("undo-edit")
    found: dict[str, Any] = person.get(f"/batch-edits/{edit['id']}").json
    return found


def album_of(person: Person, **fields: Any) -> str:
    return str(person.post("/albums", {"title": "Sand", "category": "other", **fields}).json["id"])


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


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no selection": ({"change": {"title": "x"}}, "ids"),
    "both": ({"ids": ["a"], "query": "q=x", "change": {"title": "x"}}, "ids"),
    "no ids": ({"ids": [], "change": {"title": "x"}}, "ids"),
    "too many": ({"ids": [f"{n}" for n in range(10_001)], "change": {"title": "x"}}, "ids"),
    "ids that are none": ({"ids": ["é"], "change": {"title": "x"}}, "ids.0"),
    "no change": ({"ids": ["a"]}, "change"),
    "an empty change": ({"ids": ["a"], "change": {}}, "change"),
    "an unknown field": ({"ids": ["a"], "change": {"colour": "red"}}, "change.colour"),
    "a place in the title that there is not": ({"ids": ["a"], "change": {"title": "{owner}"}}, "change.title"),
    "a look behind the curtain": ({"ids": ["a"], "change": {"title": "{n.__class__}"}}, "change.title"),
    "a width that is none": ({"ids": ["a"], "change": {"title": "{n:9999999}"}}, "change.title"),
    "an open bracket": ({"ids": ["a"], "change": {"title": "{n"}}, "change.title"),
    "a title that is none": ({"ids": ["a"], "change": {"title": None}}, "change.title"),
    "tags both ways": ({"ids": ["a"], "change": {"tags": [], "tags_add": ["x"]}}, "change"),
    "no tags to add": ({"ids": ["a"], "change": {"tags_add": [" "]}}, "change.tags_add"),
    "a category that there is not": ({"ids": ["a"], "change": {"category": "x"}}, "change.category"),
    "no category": ({"ids": ["a"], "change": {"category": None}}, "change.category"),
    "no time at all": ({"ids": ["a"], "change": {"taken_shift": 0}}, "change.taken_shift"),
    "too much time": (
        {"ids": ["a"], "change": {"taken_shift": {"days": 36_600, "hours": 999_999}}},
        "change.taken_shift",
    ),
    "a privacy that there is not": ({"ids": ["a"], "change": {"privacy": "friends"}}, "change.privacy"),
    "six stars": ({"ids": ["a"], "change": {"rating": 6}}, "change.rating"),
    "a place that there is not": ({"ids": ["a"], "change": {"place": "0"}}, "change.place"),
    "an album that is not there": ({"ids": ["a"], "change": {"album": NEVER_THERE}}, "change.album"),
    "an address that is none": ({"ids": ["a"], "change": {"source_url": "ftp:x"}}, "change.source_url"),
    "a facet value that cannot be": ({"query": "colour=none", "change": {"title": "x"}}, "query.colour"),
    "a search that finds nothing": ({"query": "q=nothingatall", "change": {"title": "x"}}, "query"),
    "a search for no word": ({"query": "q=%22%22", "change": {"title": "x"}}, "query"),
}


@pytest.mark.parametrize("path", ["/batch-edits", "/batch-edits/preview"])
@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_is_refused_at_once_by_its_name(alice: Person, path: str, case: str) -> None:
    body, field = BAD[case]
    answer = alice.post(path, body)
    assert answer.status_code == 422, answer.text
    assert {error["field"].removesuffix(".int").removesuffix(".Shift") for error in answer.json["errors"]} == {field}
    assert all(error["message"] for error in answer.json["errors"])
    assert alice.get("/batch-edits").json["items"] == []


def test_what_is_not_there_and_what_is_somebody_elses_are_told_alike(
    site: Site, alice: Person, bob: Person, two: list[str]
) -> None:
    hidden, open_one = bob.adds(title="secret"), prepared(site, bob, privacy="public", title="theirs")
    edit = edits(site, alice, {"title": "taken"}, ids=[hidden, two[0], open_one, NEVER_THERE, two[0]])
    assert edit["counts"] == {"changed": 1, "unchanged": 0, "refused": 3, "failed": 0}
    assert edit["progress"] == {"done": 4, "total": 4}
    assert [one["id"] for one in edit["problems"]] == [hidden, open_one, NEVER_THERE]
    assert len({(one["code"], one["detail"]) for one in edit["problems"]}) == 1
    assert [bob.image(image_id)["title"] for image_id in (hidden, open_one)] == ["secret", "theirs"]


@pytest.mark.parametrize("privacy", ["public", "private", None])
def test_an_album_of_somebody_else_is_as_one_that_is_not_there(
    alice: Person, bob: Person, two: list[str], privacy: str | None
) -> None:
    album = album_of(bob, privacy=privacy) if privacy else NEVER_THERE
    answer = alice.post("/batch-edits", {"ids": two, "change": {"album": album}})
    assert answer.status_code == 422
    assert answer.json["errors"] == [{"field": "change.album", "message": "This is not one of your albums."}]


def test_rights_are_those_of_the_moment_of_the_change(site: Site, alice: Person, bob: Person, two: list[str]) -> None:
    begun = alice.post("/batch-edits", {"ids": two, "change": {"title": "x"}}).json
    set_image(site, two[1], owner_id=bob.id)
    site.work_off("edit-images")
    edit = alice.get(f"/batch-edits/{begun['id']}").json
    assert (edit["counts"]["changed"], edit["counts"]["refused"]) == (1, 1)
    assert row_of(site, two[1]).title == "Shore"  # type: ignore[union-attr]


def test_an_account_that_was_closed_meanwhile_changes_nothing(site: Site, alice: Person, ada: Person) -> None:
    image_id = alice.adds(title="Dune")
    edit_id = alice.post("/batch-edits", {"ids": [image_id], "change": {"title": "x"}}).json["id"]
    with site.app.app_context(), writing():
        account = db.session.get(Account, alice.id)
        assert account is not None
        account.active = False
    site.work_off("edit-images")
    assert row_of(site, image_id).title == "Dune"  # type: ignore[union-attr]
    with site.app.app_context(), writing():
        account = db.session.get(Account, alice.id)
        assert account is not None
        account.active = True
    assert alice.get(f"/batch-edits/{edit_id}").json["counts"]["refused"] == 1


def test_only_who_made_an_edit_knows_of_it(site: Site, alice: Person, bob: Person, mod: Person, two: list[str]) -> None:
    edit = edits(site, alice, {"title": "x"}, ids=two)
    for person in (bob, mod):
        for method, path in (("GET", ""), ("POST", "/undo")):
            answer = person.call(method, f"/batch-edits/{edit['id']}{path}")
            never = person.call(method, f"/batch-edits/{NEVER_THERE}{path}")
            assert (answer.status_code, answer.json["detail"]) == (404, never.json["detail"])
        assert person.get("/batch-edits").json["items"] == []
    assert [one["id"] for one in alice.get("/batch-edits").json["items"]] == [edit["id"]]


def test_own_edits_are_listed_newest_first_by_pages(site: Site, alice: Person, two: list[str]) -> None:
    made = [edits(site, alice, {"title": f"{n}"}, ids=two)["id"] for n in range(3)]
    page = alice.get("/batch-edits", limit=2).json
    rest = alice.get("/batch-edits", limit=2, cursor=page["next"]).json
    assert [one["id"] for one in [*page["items"], *rest["items"]]] == made[::-1]
    assert rest["next"] is None
    assert page["items"][0]["change"] == {"title": "2"}


def test_the_same_key_gives_the_same_edit_and_undoes_once(site: Site, alice: Person, two: list[str]) -> None:
    def begin(**change: str) -> Any:
        return alice.post("/batch-edits", {"ids": two, "change": change}, headers={"Idempotency-Key": "one"})

    first, again = begin(title="x"), begin(title="x")
    assert (first.status_code, again.status_code, first.json["id"]) == (202, 202, again.json["id"])
    assert begin(title="y").status_code == 422
    assert len(alice.get("/batch-edits").json["items"]) == 1
    site.work_off("edit-images")
    undone = [
        alice.post(f"/batch-edits/{first.json['id']}/undo", headers={"Idempotency-Key": "two"}).status_code
        for _ in range(2)
    ]
    assert undone == [202, 202]


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


def test_a_token_needs_the_scopes_of_all_that_it_does(site: Site, alice: Person, two: list[str]) -> None:
    album = album_of(alice)
    program = site.person("alice2", scopes=("images:read", "images:write"))
    own = program.adds()
    assert program.post("/batch-edits", {"ids": [own], "change": {"album": None}}).status_code == 403
    assert program.post("/batch-edits", {"ids": [own], "change": {"album": album}}).status_code == 403
    assert program.post("/batch-edits", {"ids": [own], "change": {"title": "x"}}).status_code == 202
    writer = site.person("alice3", scopes=("images:write",))
    assert writer.post("/batch-edits/preview", {"ids": [own], "change": {"title": "x"}}).status_code == 403


def test_the_search_tells_of_the_change_and_of_its_undoing(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice, title="Dune")
    site.work_off()
    edit = edits(site, alice, {"title": "Glacier"}, ids=[image_id])
    site.work_off()
    assert alice.ids("/search", q="glacier") == [image_id]
    undoes(site, alice, edit)
    site.work_off()
    assert (alice.ids("/search", q="glacier"), alice.ids("/search", q="dune")) == ([], [image_id])


def test_what_is_made_private_is_hidden_before_the_index_has_heard_of_it(
    site: Site, alice: Person, bob: Person
) -> None:
    image_id = prepared(site, alice, title="Dune", privacy="public")
    site.work_off()
    assert bob.ids("/search", q="dune") == [image_id]
    edits(site, alice, {"privacy": "private"}, ids=[image_id])
    assert bob.ids("/search", q="dune") == []
    assert not bob.sees(image_id)


@pytest.fixture
def statements(site: Site) -> Iterator[Statements]:
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        yield run


def test_the_pages_of_edits_cost_five_statements(
    site: Site, alice: Person, two: list[str], statements: Statements
) -> None:
    made = [edits(site, alice, {"title": f"{n}"}, ids=[*two, NEVER_THERE]) for n in range(12)]
    for path in ("/batch-edits", f"/batch-edits/{made[0]['id']}"):
        statements.clear()
        assert alice.get(path).status_code == 200
        assert len(statements) <= 5, statements
    body = {"ids": [*two, *map(str, range(900))], "change": {"title": "x", "tags_add": ["y"], "album": album_of(alice)}}
    statements.clear()
    assert alice.post("/batch-edits/preview", body).status_code == 200
    assert len(statements) <= 8, statements
