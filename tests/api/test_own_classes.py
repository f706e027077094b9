"""Classes that people make themselves: learnt from examples, found by, corrected, and nobody else's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from cms.classes.models import ClassExample, ClassHit, OwnClass
from cms.classes.service import LEAST_EXAMPLES, MOST_CLASSES
from cms.extensions import db
from cms.images.models import Embedding
from cms.jobs.names import TRAIN_CLASS
from cms.transaction import reading, writing
from tests.drawings import drawn
from tests.moulds import Mould
from tests.people import Person
from tests.site import Site
from workers.classification.jobs import tagger
from workers.classification.own_classes.jobs import renew_classes
from workers.runtime import serve_app


def adds(person: Person, numbers: range, *, is_mug: bool, **fields: Any) -> list[str]:
    return [person.adds(drawn(number, is_mug=is_mug), **fields) for number in numbers]


def made(person: Person, name: str = "Our mug", ids: list[str] | None = None) -> dict[str, Any]:
    answer = person.post("/classes", {"name": name, "ids": ids or []})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def teach(person: Person, class_id: str, ids: list[str], positive: bool | None) -> Any:
    return person.post(f"/classes/{class_id}/examples", {"ids": ids, "positive": positive})


def with_mugs(site: Site) -> list[str]:
    """Ten of Alice's mugs that the models have read."""
    ids = adds(site.person("alice"), range(LEAST_EXAMPLES), is_mug=True)
    site.work_off()
    return ids


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory, valkey_url: str, migrated: Path) -> Mould:
    return Mould(tmp_path_factory.mktemp("mugs"), valkey_url, migrated, with_mugs)


@pytest.fixture
def site(mould: Mould) -> Iterator[Site]:
    with mould.copy() as made:
        yield made


@pytest.fixture
def mugs(mould: Mould) -> list[str]:
    return list(mould.made)


@pytest.fixture
def learnt(site: Site, alice: Person, mugs: list[str]) -> dict[str, Any]:
    """Alice's class of mugs, learnt."""
    class_id = made(alice, ids=mugs)["id"]
    site.work_off()
    found: dict[str, Any] = alice.get(f"/classes/{class_id}").get_json()
    return found


def test_a_class_is_learnt_from_ten_examples_and_finds_others_old_and_new(
    site: Site, alice: Person, learnt: dict[str, Any], mugs: list[str]
) -> None:
    assert (learnt["state"], learnt["needed"], learnt["examples"]) == ("ready", 0, {"positive": 10, "negative": 0})
    assert learnt["accuracy"] >= 0.9
    known, trees = (adds(alice, range(start, start + 5), is_mug=False) for start in (110, 120))
    new = adds(alice, range(20, 26), is_mug=True)
    site.work_off()
    assert teach(alice, learnt["id"], known, positive=False).status_code == 200
    site.work_off()
    found = set(alice.ids("/search", own_class=learnt["id"], limit=50))
    assert set(mugs) | set(new) <= found
    assert not found & set(trees)


def test_it_is_asked_for_by_name_typed_or_clicked(site: Site, alice: Person, learnt: dict[str, Any]) -> None:
    by_id = alice.ids("/search", own_class=learnt["id"])
    [chip] = alice.get("/search", own_class=learnt["id"]).get_json()["chips"]
    assert (chip["facet"], chip["label"]) == ("own_class", "Our mug")
    assert len(by_id) >= LEAST_EXAMPLES
    for query in ({"own_class": "our MUG"}, {"q": 'class:"our mug"'}, {"q": 'klass:"Our mug"'}):
        assert alice.ids("/search", **query) == by_id
    offered = alice.get("/search/suggestions", q="our").get_json()["items"]
    assert [(one["kind"], one["label"]) for one in offered] == [("own_class", "Our mug")]


def test_what_its_owner_says_wins_at_once(site: Site, alice: Person, learnt: dict[str, Any], mugs: list[str]) -> None:
    assert teach(alice, learnt["id"], mugs[:1], positive=False).status_code == 200
    site.work_off("index-image")
    assert mugs[0] not in alice.ids("/search", own_class=learnt["id"], limit=50)
    site.work_off()
    assert mugs[0] not in alice.ids("/search", own_class=learnt["id"], limit=50)
    assert teach(alice, learnt["id"], mugs[:1], positive=None).status_code == 200
    site.work_off()
    known = alice.get("/classes", image=mugs[0]).get_json()["items"][0]["image"]
    assert known["said"] is None


def test_a_correction_changes_what_is_found_next(site: Site, alice: Person, learnt: dict[str, Any]) -> None:
    trees = adds(alice, range(130, 142), is_mug=False)
    site.work_off()
    assert teach(alice, learnt["id"], trees[:11], positive=True).status_code == 200
    site.work_off()
    found = alice.ids("/search", own_class=learnt["id"], limit=100)
    assert trees[11] in found


def test_too_few_examples_wait_for_more(site: Site, alice: Person, mugs: list[str]) -> None:
    row = made(alice, ids=mugs[:7])
    assert (row["state"], row["needed"]) == ("collecting", 3)
    assert site.waiting(TRAIN_CLASS.kind) == []
    row = teach(alice, row["id"], mugs[7:], positive=True).get_json()
    assert (row["state"], row["needed"]) == ("training", 0)


def test_a_class_is_nobody_elses(
    site: Site, alice: Person, bob: Person, visitor: Person, learnt: dict[str, Any], mugs: list[str]
) -> None:
    alice.patch(f"/images/{mugs[0]}", {"privacy": "public"})
    site.work_off()
    for person in (bob, visitor):
        assert person.ids("/search", own_class=learnt["id"]) == []
        assert person.ids("/search", own_class="Our mug") == []
        assert "own_class" not in str(person.get("/search/suggestions", q="our").get_json())
        assert "Our mug" not in person.get("/search", q="NOT zebra").text
    assert bob.get(f"/classes/{learnt['id']}").status_code == 404
    assert bob.get("/classes").get_json()["items"] == []
    assert visitor.get("/classes").status_code == 401
    assert bob.get("/classes", image=mugs[0]).get_json()["items"] == []


def test_examples_are_ones_own_pictures(site: Site, alice: Person, bob: Person, mugs: list[str]) -> None:
    hers = bob.adds(privacy="public")
    row = made(alice, ids=mugs[:2])
    for wrong in ([hers], ["nowhere"], [mugs[3], hers]):
        assert teach(alice, row["id"], wrong, positive=True).status_code == 422
    assert alice.get(f"/classes/{row['id']}").get_json()["examples"] == {"positive": 2, "negative": 0}
    assert alice.post("/classes", {"name": "Other", "ids": [hers]}).status_code == 422
    assert [one["name"] for one in alice.get("/classes").get_json()["items"]] == ["Our mug"]


def test_names_are_ones_own_and_new(alice: Person, bob: Person) -> None:
    row = made(alice)
    assert alice.post("/classes", {"name": "Our mug"}).status_code == 409
    assert bob.post("/classes", {"name": "Our mug"}).status_code == 201
    other = made(alice, "Cup")
    assert alice.patch(f"/classes/{other['id']}", {"name": "Our mug"}).status_code == 409
    for name in ("", "  ", "x" * 101):
        assert alice.patch(f"/classes/{row['id']}", {"name": name}).status_code == 422


def test_a_new_name_is_found_by(site: Site, alice: Person, learnt: dict[str, Any]) -> None:
    before = alice.ids("/search", own_class="Our mug")
    assert alice.patch(f"/classes/{learnt['id']}", {"name": "Blue cup"}).status_code == 200
    site.work_off()
    assert alice.ids("/search", own_class="Blue cup") == before
    assert alice.ids("/search", own_class="Our mug") == []


def test_a_class_goes_and_its_pictures_stay(site: Site, alice: Person, learnt: dict[str, Any], mugs: list[str]) -> None:
    assert alice.delete(f"/classes/{learnt['id']}").status_code == 204
    site.work_off()
    assert alice.ids("/search", own_class="Our mug") == []
    assert alice.get(f"/images/{mugs[0]}").status_code == 200
    assert alice.get(f"/classes/{learnt['id']}").status_code == 404


def test_there_is_an_end_to_classes(alice: Person) -> None:
    for number in range(MOST_CLASSES):
        made(alice, f"Class {number}")
    assert alice.post("/classes", {"name": "One more"}).status_code == 409
    assert len(alice.get("/classes", limit=100).get_json()["items"]) == MOST_CLASSES


def test_examples_go_with_a_picture_that_is_erased(
    site: Site, alice: Person, learnt: dict[str, Any], mugs: list[str]
) -> None:
    assert alice.delete(f"/images/{mugs[0]}", forever="true").status_code == 204
    site.work_off()
    row = alice.get(f"/classes/{learnt['id']}").get_json()
    assert row["examples"]["positive"] == row["hits"] == LEAST_EXAMPLES - 1
    assert rows_of(site, ClassExample) == rows_of(site, ClassHit) == LEAST_EXAMPLES - 1
    assert row["state"] == "ready"


def test_an_account_that_is_closed_takes_its_classes_along(site: Site, alice: Person, learnt: dict[str, Any]) -> None:
    assert alice.call("DELETE", "/me", json={"password": alice.password, "name": alice.name}).status_code == 204
    site.work_off()
    assert site.waiting() == []
    assert [rows_of(site, model) for model in (OwnClass, ClassExample, ClassHit)] == [0, 0, 0]


def test_examples_that_are_read_later_are_learnt_from_then(site: Site, alice: Person) -> None:
    row = made(alice, ids=adds(alice, range(60, 60 + LEAST_EXAMPLES), is_mug=True))
    site.work_off(TRAIN_CLASS.kind)
    row = alice.get(f"/classes/{row['id']}").get_json()
    assert (row["state"], row["needed"], row["accuracy"]) == ("collecting", 0, None)
    site.work_off()
    assert alice.get(f"/classes/{row['id']}").get_json()["state"] == "ready"


def older(site: Site, class_id: str, version: str) -> None:
    """As if an older version of the tagger had read all pictures and this class had been learnt from that."""
    with site.app.app_context(), writing():
        db.session.execute(update(Embedding).values(version=version))
        db.session.execute(update(OwnClass).where(OwnClass.id == class_id).values(model_version=version))


def test_another_version_of_the_tagger_has_classes_learnt_anew(
    site: Site, alice: Person, learnt: dict[str, Any], mugs: list[str]
) -> None:
    with site.app.app_context():
        serve_app(site.app)
        assert renew_classes() == 0
    older(site, learnt["id"], "0.0.1")
    with site.app.app_context():
        assert renew_classes() == 1
    site.work_off()
    row = alice.get(f"/classes/{learnt['id']}").get_json()
    assert (row["state"], row["accuracy"]) == ("ready", learnt["accuracy"])
    assert set(mugs) <= set(alice.ids("/search", own_class=learnt["id"], limit=50))
    for image_id in mugs:
        alice.post(f"/images/{image_id}/classification", {})
    site.work_off()
    row = alice.get(f"/classes/{learnt['id']}").get_json()
    assert row["trained_at"] > learnt["trained_at"]
    with site.app.app_context():
        assert renew_classes() == 0


def test_a_model_without_pictures_to_stand_against_says_so(
    site: Site, alice: Person, learnt: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.app.app_context(), writing():
        monkeypatch.setattr(tagger(), "version", "9.9")
        db.session.execute(update(Embedding).values(version="9.9"))
    with site.app.app_context():
        assert renew_classes() == 1
    site.work_off(TRAIN_CLASS.kind)
    row = alice.get(f"/classes/{learnt['id']}").get_json()
    assert row["state"] == "failed"
    assert row["problem"].startswith("Classes cannot be learnt with this model")


def rows_of(site: Site, model: type[Any]) -> int:
    with site.app.app_context(), reading():
        return int(db.session.scalar(select(func.count()).select_from(model)) or 0)
