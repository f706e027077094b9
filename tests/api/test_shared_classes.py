"""Classes that their owner shares: used by those who are named, for as long as both like, and no picture with them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cms.accounts.queries import account_by_name, viewer_of
from cms.accounts.service import release, suspend
from cms.classes import queries, service
from cms.classes.models import ClassHit, ClassShare
from cms.classes.service import LEAST_EXAMPLES, MOST_CLASSES
from cms.classes.sharing import MOST_RECEIVERS
from cms.clauses import EVERYTHING
from cms.extensions import db
from cms.index.base import Eyes
from cms.transaction import reading, writing
from tests.drawings import drawn
from tests.moulds import Mould
from tests.people import Person
from tests.site import Site


def taught(site: Site) -> dict[str, Any]:
    """Alice's class of mugs, learnt; Bob has three mugs too, which the models have read."""
    alice, bob = site.person("alice"), site.person("bob")
    ids = [alice.adds(drawn(number, is_mug=True)) for number in range(LEAST_EXAMPLES)]
    trees = [alice.adds(drawn(number, is_mug=False)) for number in range(50, 53)]
    theirs = [bob.adds(drawn(number, is_mug=True)) for number in range(30, 33)]
    site.work_off()
    made = alice.post("/classes", {"name": "Our mug", "ids": ids}).get_json()
    assert alice.post(f"/classes/{made['id']}/examples", {"ids": trees, "positive": False}).status_code == 200
    site.work_off()
    return {**alice.get(f"/classes/{made['id']}").get_json(), "mugs": ids, "trees": trees, "bobs": theirs}


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory, valkey_url: str, migrated: Path) -> Mould:
    return Mould(tmp_path_factory.mktemp("taught"), valkey_url, migrated, taught)


@pytest.fixture
def site(mould: Mould) -> Iterator[Site]:
    with mould.copy() as made:
        yield made


@pytest.fixture
def learnt(mould: Mould) -> dict[str, Any]:
    """What is known of the class."""
    return {**mould.made}


@pytest.fixture
def shared(site: Site, alice: Person, learnt: dict[str, Any]) -> dict[str, Any]:
    """The same, shared with Bob without its examples."""
    shares(alice, learnt["id"])
    site.work_off()
    return learnt


def shares(owner: Person, class_id: str, name: str = "bob", **body: Any) -> dict[str, Any]:
    answer = owner.put(f"/classes/{class_id}/shares/{name}", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def knows_nothing(person: Person, class_id: str) -> bool:
    """Neither the class nor its name, and finds nothing by it."""
    asked = ({"own_class": class_id}, {"own_class": "Our mug"}, {"q": 'class:"Our mug"'})
    found = [one for query in asked for one in person.ids("/search", **query)]
    told = [person.get("/classes"), person.get("/search/suggestions", q="our"), person.get("/search", scope="mine")]
    is_named = any("Our mug" in answer.text for answer in told)
    return not found and not is_named and person.get(f"/classes/{class_id}").status_code == 404


def marks_of(site: Site, person: Person) -> list[str]:
    """What the index would count as classes of this account."""
    index = site.app.extensions["backends"].index
    kind = f"class-{person.id}"
    return [one.key for one in index.tally(kind, Eyes(EVERYTHING), start="", after=None, limit=10)]


def test_a_shared_class_is_looked_for_in_the_pictures_of_who_is_given_it(
    site: Site, bob: Person, shared: dict[str, Any]
) -> None:
    new = bob.adds(drawn(40, is_mug=True))
    site.work_off()
    bobs = {*shared["bobs"], new}
    for query in ({"own_class": shared["id"]}, {"own_class": "our mug"}, {"q": 'class:"our mug"'}):
        assert set(bob.ids("/search", **query)) == bobs
    [chip] = bob.get("/search", own_class=shared["id"]).get_json()["chips"]
    assert chip["label"] == "Our mug"
    [counted] = bob.get("/search", scope="mine").get_json()["facets"]["own_class"]
    assert (counted["key"], counted["label"], counted["count"]) == (shared["id"], "Our mug", 4)
    offered = bob.get("/search/suggestions", q="our").get_json()["items"]
    assert [(one["kind"], one["label"], one["count"]) for one in offered] == [("own_class", "Our mug", 4)]
    [known] = bob.get("/classes", image=new).get_json()["items"]
    assert known["image"]["score"] > 0


def test_they_are_told_what_it_is_and_whose_and_not_what_it_was_learnt_from(
    alice: Person, bob: Person, shared: dict[str, Any]
) -> None:
    [seen] = bob.get("/classes").get_json()["items"]
    assert seen == bob.get(f"/classes/{shared['id']}").get_json()
    assert (seen["name"], seen["shared_by"]["name"], seen["accuracy"]) == ("Our mug", "alice", shared["accuracy"])
    assert (seen["examples"], seen["shares"], seen["hits"]) == (None, None, 3)
    assert seen["can"] == {"edit": False, "delete": False, "share": False, "leave": True, "see_examples": False}
    owned = alice.get(f"/classes/{shared['id']}").get_json()
    assert (owned["shared_by"], owned["shares"], owned["hits"]) == (None, 1, shared["hits"])
    assert owned["can"] == {"edit": True, "delete": True, "share": True, "leave": False, "see_examples": True}


def test_they_may_not_change_it(bob: Person, carol: Person, shared: dict[str, Any]) -> None:
    path = f"/classes/{shared['id']}"
    teaching = {"ids": shared["bobs"], "positive": True}
    for person, status in ((bob, 403), (carol, 404)):
        assert person.patch(path, {"name": "Mine"}).status_code == status
        assert person.delete(path).status_code == status
        assert person.post(f"{path}/examples", teaching).status_code == status
        assert person.get(f"{path}/shares").status_code == status
        assert person.put(f"{path}/shares/carol", {}).status_code == status
        assert person.delete(f"{path}/shares/carol").status_code == status
        assert person.get(f"{path}/examples").status_code == status


def test_withdrawing_takes_effect_at_once_and_in_the_index_soon(
    site: Site, alice: Person, bob: Person, shared: dict[str, Any]
) -> None:
    hits = alice.get(f"/classes/{shared['id']}").get_json()["hits"]
    assert alice.delete(f"/classes/{shared['id']}/shares/bob").status_code == 204
    assert knows_nothing(bob, shared["id"])
    assert marks_of(site, bob) != []
    site.work_off()
    assert marks_of(site, bob) == []
    assert hits_on(site, shared["bobs"]) == 0
    assert alice.get(f"/classes/{shared['id']}").get_json()["hits"] == hits
    assert alice.delete(f"/classes/{shared['id']}/shares/bob").status_code == 204


def test_whoever_is_given_a_class_may_do_without_it(
    site: Site, alice: Person, bob: Person, carol: Person, shared: dict[str, Any]
) -> None:
    shares(alice, shared["id"], "carol")
    for other in ("carol", "nobody", "alice"):
        assert bob.delete(f"/classes/{shared['id']}/shares/{other}").status_code == 403
    assert bob.delete(f"/classes/{shared['id']}/shares/bob").status_code == 204
    assert knows_nothing(bob, shared["id"])
    assert bob.delete(f"/classes/{shared['id']}/shares/bob").status_code == 404
    [left] = alice.get(f"/classes/{shared['id']}/shares").get_json()["items"]
    assert left["person"]["name"] == "carol"
    assert carol.get(f"/classes/{shared['id']}").status_code == 200


def test_examples_are_shared_apart_and_only_those_that_one_may_see_anyway(
    alice: Person, bob: Person, shared: dict[str, Any]
) -> None:
    path = f"/classes/{shared['id']}/examples"
    assert alice.ids(path) == shared["mugs"][::-1]
    assert alice.ids(path, positive="false") == shared["trees"][::-1]
    alice.patch(f"/images/{shared['mugs'][0]}", {"privacy": "public"})
    assert bob.get(path).status_code == 403
    assert shares(alice, shared["id"], examples=True)["examples"] is True
    assert bob.ids(path) == shared["mugs"][:1]
    assert bob.ids(path, positive="false") == []
    assert bob.get(f"/classes/{shared['id']}").get_json()["can"]["see_examples"] is True
    alice.patch(f"/images/{shared['mugs'][0]}", {"privacy": "private"})
    assert bob.ids(path) == []
    shares(alice, shared["id"], examples=False)
    assert bob.get(path).status_code == 403


@pytest.mark.parametrize("blocker", ["alice", "bob"])
def test_a_block_ends_it_whoever_blocks_and_it_does_not_come_back(
    site: Site, alice: Person, bob: Person, shared: dict[str, Any], blocker: str
) -> None:
    people = {"alice": alice, "bob": bob}
    person, other = people.pop(blocker), next(iter(people))
    assert person.put(f"/me/blocks/{other}").status_code == 204
    assert knows_nothing(bob, shared["id"])
    assert alice.put(f"/classes/{shared['id']}/shares/bob", {}).status_code in (403, 404)
    person.delete(f"/me/blocks/{other}")
    assert knows_nothing(bob, shared["id"])
    assert alice.get(f"/classes/{shared['id']}/shares").get_json()["items"] == []
    site.work_off()
    assert marks_of(site, bob) == []


def test_a_class_of_a_suspended_account_is_away_until_it_is_released(
    site: Site, ada: Person, bob: Person, shared: dict[str, Any]
) -> None:
    with site.app.app_context(), writing():
        by = viewer_of(account_by_name(ada.name))
        suspend(account_by_name("alice"), by=by)
    assert knows_nothing(bob, shared["id"])
    with site.app.app_context(), writing():
        release(account_by_name("alice"), by=by)
    assert bob.ids("/search", own_class=shared["id"]) != []


def test_a_class_that_goes_goes_for_all(site: Site, alice: Person, bob: Person, shared: dict[str, Any]) -> None:
    assert alice.delete(f"/classes/{shared['id']}").status_code == 204
    assert knows_nothing(bob, shared["id"])
    site.work_off()
    assert marks_of(site, bob) == []


def test_an_account_that_is_closed_takes_its_classes_from_others_too(
    site: Site, alice: Person, bob: Person, shared: dict[str, Any]
) -> None:
    assert alice.call("DELETE", "/me", json={"password": alice.password, "name": alice.name}).status_code == 204
    assert knows_nothing(bob, shared["id"])
    site.work_off()
    assert site.waiting() == []
    assert marks_of(site, bob) == []
    assert hits_on(site, shared["bobs"]) == 0


def test_an_account_that_is_closed_is_given_nothing_more(
    site: Site, alice: Person, bob: Person, shared: dict[str, Any]
) -> None:
    assert bob.call("DELETE", "/me", json={"password": bob.password, "name": bob.name}).status_code == 204
    site.work_off()
    assert alice.get(f"/classes/{shared['id']}").get_json()["shares"] == 0


def test_what_its_owner_teaches_changes_what_others_find(
    site: Site, alice: Person, bob: Person, shared: dict[str, Any]
) -> None:
    trees = [alice.adds(drawn(number, is_mug=False)) for number in range(130, 142)]
    theirs = bob.adds(drawn(150, is_mug=False))
    site.work_off()
    assert theirs not in bob.ids("/search", own_class="Our mug")
    examples = {"ids": [*trees, *shared["trees"]], "positive": True}
    assert alice.post(f"/classes/{shared['id']}/examples", examples).status_code == 200
    site.work_off()
    assert theirs in bob.ids("/search", own_class="Our mug")


def test_a_new_name_is_told_to_all(site: Site, alice: Person, bob: Person, shared: dict[str, Any]) -> None:
    assert alice.patch(f"/classes/{shared['id']}", {"name": "Blue cup"}).status_code == 200
    assert set(bob.ids("/search", own_class="Blue cup")) == set(shared["bobs"])
    assert bob.ids("/search", own_class="Our mug") == []
    [counted] = bob.get("/search", scope="mine").get_json()["facets"]["own_class"]
    assert counted["label"] == "Blue cup"


def test_names_may_be_the_same(site: Site, bob: Person, shared: dict[str, Any]) -> None:
    own = bob.post("/classes", {"name": "Our mug", "ids": [bob.adds(drawn(60, is_mug=False))]}).get_json()
    site.work_off()
    assert len(bob.ids("/search", own_class="our mug")) == 4
    assert len(bob.ids("/search", own_class=own["id"])) == 1


def test_what_is_looked_for_while_it_is_withdrawn_is_not_kept(
    site: Site, alice: Person, bob: Person, shared: dict[str, Any]
) -> None:
    assert alice.delete(f"/classes/{shared['id']}/shares/bob").status_code == 204
    with site.app.app_context(), writing():
        revision = queries.class_by_id(shared["id"]).learnt_revision
        assert service.keep_scores(shared["id"], revision, bob.id, {shared["bobs"][0]: 0.9})
    assert hits_on(site, shared["bobs"]) == 0


def test_a_class_is_shared_with_somebody_else_who_is_there(alice: Person, bob: Person, learnt: dict[str, Any]) -> None:
    assert alice.put(f"/classes/{learnt['id']}/shares/alice", {}).status_code == 422
    assert alice.put(f"/classes/{learnt['id']}/shares/nobody-here", {}).status_code == 404
    assert bob.put(f"/classes/{learnt['id']}/shares/carol", {}).status_code == 404
    assert alice.put(f"/classes/{learnt['id']}/shares/bob", {"examples": "maybe"}).status_code == 422


def test_there_is_an_end_to_sharing(site: Site, alice: Person, bob: Person, carol: Person) -> None:
    made = alice.post("/classes", {"name": "Cup"}).get_json()["id"]
    with site.app.app_context(), writing():
        for number in range(MOST_RECEIVERS):
            other = site.person(f"fan{number}").id
            db.session.add(ClassShare(class_id=made, owner_id=alice.id, receiver_id=other))
    answer = alice.put(f"/classes/{made}/shares/bob", {})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/too-many-receivers")
    for number in range(MOST_CLASSES):
        shares(bob, bob.post("/classes", {"name": f"C{number}"}).get_json()["id"], carol.name)
    other = alice.post("/classes", {"name": "Mug"}).get_json()["id"]
    answer = alice.put(f"/classes/{other}/shares/carol", {})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/too-many-received")


def hits_on(site: Site, image_ids: list[str]) -> int:
    with site.app.app_context(), reading():
        return len(db.session.scalars(select(ClassHit.class_id).where(ClassHit.image_id.in_(image_ids))).all())
