"""Collections: of things of anyone, shown as far as they may be seen now, in an order, exactly counted."""

from typing import Any

import pytest

from cms.extensions import db
from cms.reactions.models import Tally
from cms.transaction import reading
from tests.people import Person
from tests.site import Site
from tests.states import prepared


@pytest.fixture
def shown(site: Site, alice: Person) -> str:
    return prepared(site, alice, privacy="public", title="canarysoup")


def default_of(person: Person) -> str:
    [found] = [one for one in person.get("/collections").json["items"] if one["default"]]
    return str(found["id"])


def made(person: Person, **fields: Any) -> str:
    answer = person.post("/collections", {"title": "Cups", **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def items(person: Person, collection_id: str) -> list[dict[str, Any]]:
    answer = person.get(f"/collections/{collection_id}/items")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["items"]
    return found


def test_one_tap_collects_and_twice_is_once(bob: Person, alice: Person, shown: str) -> None:
    for _ in range(2):
        assert bob.put(f"/images/{shown}/collect").json == {"collected": True, "count": 1}
    [item] = items(bob, default_of(bob))
    assert (item["id"], item["kind"], item["placeholder"], item["image"]["collected"]) == (shown, "image", False, True)
    assert alice.image(shown)["counts"]["collects"] == 1
    for _ in range(2):
        assert bob.delete(f"/images/{shown}/collect").json == {"collected": False, "count": 0}
    assert items(bob, default_of(bob)) == []


def test_two_collections_of_one_person_count_as_one(bob: Person, carol: Person, shown: str) -> None:
    cups = made(bob)
    bob.put(f"/images/{shown}/collect")
    assert bob.put(f"/collections/{cups}/items/image/{shown}").status_code == 204
    assert bob.image(shown)["counts"]["collects"] == 1
    assert carol.put(f"/images/{shown}/collect").json["count"] == 2
    assert bob.delete(f"/collections/{cups}/items/image/{shown}").status_code == 204
    assert bob.image(shown)["collected"] is True
    assert bob.delete(f"/images/{shown}/collect").json == {"collected": False, "count": 1}


def test_its_owner_hears_which_collections_hold_some_things(site: Site, bob: Person, alice: Person, shown: str) -> None:
    other = prepared(site, alice, privacy="public")
    cups, plates = made(bob), made(bob, title="Plates")
    for collection, thing in ((cups, shown), (cups, other), (plates, shown)):
        bob.put(f"/collections/{collection}/items/image/{thing}")
    holding = {one["id"]: one["holds"] for one in bob.get("/collections", thing=[shown, other]).json["items"]}
    assert holding == {cups: True, plates: False}
    assert all(one["holds"] for one in bob.get("/collections", thing=shown).json["items"])
    assert "holds" not in bob.get("/collections").json["items"][0]


def test_albums_are_collected_too(bob: Person, alice: Person) -> None:
    album = alice.post("/albums", {"title": "Cups", "category": "food", "privacy": "public"}).json["id"]
    assert bob.put(f"/albums/{album}/collect").json == {"collected": True, "count": 1}
    [item] = items(bob, default_of(bob))
    assert (item["kind"], item["album"]["title"], item["album"]["collected"]) == ("album", "Cups", True)
    alice.delete(f"/albums/{album}")
    [item] = items(bob, default_of(bob))
    assert (item["placeholder"], item.get("album")) == (True, None)


def test_what_may_not_be_seen_is_a_placeholder_to_its_collector_and_nothing_to_others(
    bob: Person, alice: Person, carol: Person, shown: str
) -> None:
    cups = made(bob, privacy="public")
    bob.put(f"/collections/{cups}/items/image/{shown}")
    seen = carol.get(f"/collections/{cups}").json
    assert (seen["count"], bool(seen["cover"])) == (1, True)
    alice.patch(f"/images/{shown}", {"privacy": "private"})
    [item] = items(bob, cups)
    assert item.keys() == {"id", "kind", "placeholder", "added_at"}
    assert b"canarysoup" not in bob.get(f"/collections/{cups}/items").data
    assert items(carol, cups) == []
    told = carol.get(f"/collections/{cups}").json
    assert (told["count"], told["cover"]) == (0, None)
    assert (bob.get(f"/collections/{cups}").json["count"], bob.get(f"/collections/{cups}").json["cover"]) == (1, None)
    alice.patch(f"/images/{shown}", {"privacy": "public"})
    assert [one["image"]["title"] for one in items(carol, cups)] == ["canarysoup"]


def test_what_was_erased_stays_a_placeholder_that_can_be_taken_out(bob: Person, alice: Person, shown: str) -> None:
    bob.put(f"/images/{shown}/collect")
    alice.delete(f"/images/{shown}", forever="true")
    cups = default_of(bob)
    assert [one["placeholder"] for one in items(bob, cups)] == [True]
    assert bob.delete(f"/collections/{cups}/items/image/{shown}").status_code == 204
    assert items(bob, cups) == []


def test_a_collection_has_three_levels(site: Site, bob: Person, carol: Person, visitor: Person) -> None:
    cups = made(bob, privacy="followers")
    assert [one.get(f"/collections/{cups}").status_code for one in (carol, visitor)] == [404, 404]
    carol.put("/people/bob/follow")
    assert carol.get(f"/collections/{cups}").status_code == 200
    assert [one["id"] for one in carol.get("/people/bob/collections").json["items"]] == [cups]
    as_others = [bob.get("/people/bob/collections", **{"as": eyes}).json["items"] for eyes in ("stranger", "follower")]
    assert [[one["can"]["edit"] for one in items] for items in as_others] == [[], [False]]
    bob.patch(f"/collections/{cups}", {"privacy": "public"})
    assert visitor.get(f"/collections/{cups}").status_code == 200
    bob.patch(f"/collections/{cups}", {"privacy": "private"})
    assert carol.get(f"/collections/{cups}/items").status_code == 404
    assert carol.get("/people/bob/collections").json["items"] == []


def test_only_its_owner_changes_a_collection(bob: Person, carol: Person, shown: str) -> None:
    cups = made(bob, privacy="public")
    assert carol.patch(f"/collections/{cups}", {"title": "Mine"}).status_code == 403
    assert carol.delete(f"/collections/{cups}").status_code == 403
    assert carol.put(f"/collections/{cups}/items/image/{shown}").status_code == 403
    assert bob.patch(f"/collections/{cups}", {"title": "Mugs", "description": "of clay"}).json["title"] == "Mugs"
    assert bob.delete(f"/collections/{cups}").status_code == 204
    assert bob.get(f"/collections/{cups}").status_code == 404


def test_the_default_collection_stays(bob: Person, shown: str) -> None:
    bob.put(f"/images/{shown}/collect")
    cups = default_of(bob)
    assert bob.delete(f"/collections/{cups}").status_code == 409
    assert bob.patch(f"/collections/{cups}", {"title": "Kept"}).json["default"] is True


def test_things_stand_in_the_order_they_were_put_in(site: Site, bob: Person, alice: Person) -> None:
    ids = [prepared(site, alice, privacy="public") for _ in range(4)]
    cups = made(bob)
    for image_id in ids:
        bob.put(f"/collections/{cups}/items/image/{image_id}")
    assert [one["id"] for one in items(bob, cups)] == ids[::-1]
    assert bob.put(f"/collections/{cups}/order", {"ids": [ids[0], ids[3]]}).status_code == 204
    assert [one["id"] for one in items(bob, cups)] == [ids[0], ids[2], ids[1], ids[3]]
    assert bob.put(f"/collections/{cups}/order", {"ids": ["x"]}).status_code == 422
    page = bob.get(f"/collections/{cups}/items", limit=3).json
    rest = bob.get(f"/collections/{cups}/items", limit=3, cursor=page["next"]).json
    assert [one["id"] for one in [*page["items"], *rest["items"]]] == [ids[0], ids[2], ids[1], ids[3]]


def test_nothing_is_counted_of_what_is_gone(site: Site, bob: Person, alice: Person, shown: str) -> None:
    bob.put(f"/images/{shown}/collect")
    alice.delete(f"/images/{shown}", forever="true")
    bob.delete(f"/collections/{default_of(bob)}/items/image/{shown}")
    with site.app.app_context(), reading():
        assert db.session.scalars(db.select(Tally)).all() == []


def test_the_collection_of_one_tap_comes_first_on_pages_of_any_size(bob: Person, shown: str) -> None:
    older = made(bob)
    bob.put(f"/images/{shown}/collect")
    newer = made(bob)
    wanted = [default_of(bob), newer, older]
    assert [one["id"] for one in bob.get("/collections").json["items"]] == wanted
    found, cursor = [], None
    for _ in wanted:
        page = bob.get("/collections", limit=1, **({"cursor": cursor} if cursor else {})).json
        found, cursor = [*found, *(one["id"] for one in page["items"])], page["next"]
    assert (found, cursor) == (wanted, None)


def test_what_one_takes_out_is_what_one_names(bob: Person, shown: str) -> None:
    bob.put(f"/images/{shown}/collect")
    assert bob.delete(f"/collections/{default_of(bob)}/items/album/{shown}").status_code == 204
    assert len(items(bob, default_of(bob))) == 1


def test_the_page_of_a_collection_is_there_for_who_may_see_it(bob: Person, carol: Person, visitor: Person) -> None:
    cups = made(bob, title="canarycups")
    assert (bob.page(f"/collections/{cups}").status_code, carol.page(f"/collections/{cups}").status_code) == (200, 404)
    assert "canarycups" not in carol.page(f"/collections/{cups}").text
    bob.patch(f"/collections/{cups}", {"privacy": "public"})
    assert 'og:title" content="canarycups"' in visitor.page(f"/collections/{cups}").text


def test_nobody_collects_what_they_may_not_see(site: Site, bob: Person, alice: Person) -> None:
    hidden = prepared(site, alice, privacy="private")
    assert bob.put(f"/images/{hidden}/collect").status_code == 404
    assert bob.put(f"/collections/{made(bob)}/items/image/{hidden}").status_code == 404


def test_a_collection_made_twice_with_one_key_is_one(bob: Person) -> None:
    keys = {"Idempotency-Key": "once"}
    first, second = (bob.post("/collections", {"title": "Cups"}, headers=keys).json["id"] for _ in range(2))
    assert first == second
    assert len(bob.get("/collections").json["items"]) == 1
