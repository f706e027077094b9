"""Edits of many pictures: what may be asked, by whom, what nobody may learn by it, and what it costs."""

from collections.abc import Iterator
from typing import Any

import pytest

from cms.accounts.models import Account
from cms.extensions import db
from cms.transaction import writing
from tests.batches import NEVER_THERE, album_of, edits
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared, row_of, set_image


@pytest.fixture
def two(alice: Person) -> list[str]:
    return [alice.adds(title="Dune", tags=["sand", "old"]), alice.adds(title="Shore")]


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


def test_a_token_needs_the_scopes_of_all_that_it_does(site: Site, alice: Person, two: list[str]) -> None:
    album = album_of(alice)
    program = site.person("alice2", scopes=("images:read", "images:write"))
    own = program.adds()
    assert program.post("/batch-edits", {"ids": [own], "change": {"album": None}}).status_code == 403
    assert program.post("/batch-edits", {"ids": [own], "change": {"album": album}}).status_code == 403
    assert program.post("/batch-edits", {"ids": [own], "change": {"title": "x"}}).status_code == 202
    writer = site.person("alice3", scopes=("images:write",))
    assert writer.post("/batch-edits/preview", {"ids": [own], "change": {"title": "x"}}).status_code == 403


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
