"""Collections are reported and decided on like albums: kept from others whatever their owner chooses, given back."""

import pytest

from tests.api.moderating import case_of, decides, reports, undoes
from tests.api.sharing import linked
from tests.people import Person
from tests.site import Site


@pytest.fixture
def collection(alice: Person) -> str:
    return str(alice.post("/collections", {"title": "Hills", "privacy": "public"}).json["id"])


def test_who_may_report_a_collection_is_said_with_it(site: Site, alice: Person, bob: Person, collection: str) -> None:
    said = [who.get(f"/collections/{collection}").json["can"]["report"] for who in (alice, bob, site.visitor)]
    assert said == [False, True, True]


def test_a_collection_is_hidden_from_others_and_given_back(
    site: Site, alice: Person, bob: Person, mod: Person, collection: str
) -> None:
    reports(bob, collection, kind="collection")
    decision = decides(mod, case_of(mod, collection), "hide")
    assert bob.get(f"/collections/{collection}").status_code == 404
    assert site.visitor.get("/people/alice/collections").json["items"] == []
    assert (alice.get(f"/collections/{collection}").json["hidden"]) is True
    [told] = alice.get("/me/decisions").json["items"]
    assert (told["subject"]["kind"], told["subject"]["title"]) == ("collection", "Hills")
    alice.patch(f"/collections/{collection}", {"privacy": "private"})
    alice.patch(f"/collections/{collection}", {"privacy": "public"})
    assert bob.get(f"/collections/{collection}").status_code == 404
    undoes(mod, decision)
    seen = bob.get(f"/collections/{collection}").json
    assert (seen["privacy"], seen["hidden"]) == ("public", False)


def test_of_a_collection_that_is_gone_nothing_is_left_to_decide(alice: Person, bob: Person, mod: Person) -> None:
    made = alice.post("/collections", {"title": "Hills", "privacy": "public"}).json["id"]
    reports(bob, made, kind="collection")
    assert alice.call("DELETE", f"/collections/{made}").status_code == 204
    assert mod.get("/moderation/queue").json["items"] == []


def test_a_collection_that_is_not_seen_cannot_be_reported(alice: Person, bob: Person, collection: str) -> None:
    alice.patch(f"/collections/{collection}", {"privacy": "private"})
    assert bob.post("/reports", {"kind": "collection", "id": collection, "reason": "other"}).status_code == 404


def test_a_link_to_a_collection_is_closed_while_it_is_hidden(
    alice: Person, bob: Person, mod: Person, visitor: Person, collection: str
) -> None:
    token = linked(alice, f"/collections/{collection}")
    reports(bob, collection, kind="collection")
    decision = decides(mod, case_of(mod, collection), "hide")
    assert visitor.get(f"/share/{token}").status_code == 404
    undoes(mod, decision)
    assert visitor.get(f"/share/{token}").status_code == 200
