"""Albums: made, changed, filled, moved and deleted over HTTP."""

from typing import Any

import pytest

from tests.people import Person
from tests.site import Site
from tests.states import prepared, set_image

NEVER = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


def adds_album(person: Person, title: str = "Dunes", **fields: Any) -> str:
    answer = person.post("/albums", {"title": title, "category": "landscape", "privacy": "public", **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def album(person: Person, album_id: str) -> dict[str, Any]:
    answer = person.get(f"/albums/{album_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def inside(person: Person, album_id: str) -> list[str]:
    return person.ids(f"/albums/{album_id}/images")


def test_an_album_says_what_was_said_of_it(alice: Person) -> None:
    said = {"title": "Dunes", "category": "landscape", "description": "by the sea", "tags": ["Sand", "sand", "wind"]}
    answer = alice.post("/albums", said)
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/albums/{answer.json['id']}"
    told = album(alice, answer.json["id"])
    assert (told["title"], told["category"]["key"], told["description"]) == ("Dunes", "landscape", "by the sea")
    assert [tag["label"] for tag in told["tags"]] == ["Sand", "wind"]
    assert (told["privacy"], told["effective_privacy"], told["owner"]["name"]) == ("private", "private", "alice")
    assert (told["parent"], told["cover"], told["liked"], told["collected"]) == (None, None, False, False)
    assert set(told["counts"].values()) == {0}


@pytest.mark.parametrize("missing", ["title", "category"])
def test_a_title_and_exactly_one_category_must_be(alice: Person, missing: str) -> None:
    fields = {"title": "x", "category": "food"}
    answer = alice.post("/albums", {name: text for name, text in fields.items() if name != missing})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, missing)


@pytest.mark.parametrize(
    "fields", [{"title": "  "}, {"category": "cats"}, {"category": ["food"]}, {"privacy": "all"}, {"owner_id": "x"}]
)
def test_what_cannot_be_taken_is_named(alice: Person, fields: dict[str, Any]) -> None:
    answer = alice.post("/albums", {"title": "x", "category": "food", **fields})
    assert (answer.status_code, answer.json["errors"][0]["field"].split(".")[0]) == (422, *fields)
    assert alice.ids("/people/alice/albums") == []


def test_the_same_key_makes_one_album(alice: Person) -> None:
    body = {"title": "x", "category": "food"}
    one, two = (alice.post("/albums", body, headers={"Idempotency-Key": "k"}) for _ in range(2))
    other = alice.post("/albums", {**body, "title": "y"}, headers={"Idempotency-Key": "k"})
    assert (one.json, other.status_code) == (two.json, 422)
    assert len(alice.ids("/people/alice/albums")) == 1


def test_a_selection_becomes_an_album_in_one_request(alice: Person) -> None:
    chosen = [alice.adds(), alice.adds()]
    made = adds_album(alice, images=chosen)
    assert set(inside(alice, made)) == set(chosen)
    assert alice.image(chosen[0])["album"] == {"id": made, "title": "Dunes"}


def test_an_image_is_in_one_album(alice: Person) -> None:
    image_id = alice.adds()
    one, two = adds_album(alice), adds_album(alice)
    for album_id in (one, two):
        assert alice.call("PUT", f"/albums/{album_id}/images", json={"ids": [image_id]}).status_code == 200
    assert (inside(alice, one), inside(alice, two)) == ([], [image_id])


def test_images_are_taken_out_and_only_of_this_album(alice: Person) -> None:
    mine, other = adds_album(alice), adds_album(alice)
    here, there = alice.adds(album=mine), alice.adds(album=other)
    answer = alice.call("DELETE", f"/albums/{mine}/images", json={"ids": [here, there]})
    assert answer.status_code == 200
    assert (alice.image(here)["album"], alice.image(there)["album"]["id"]) == (None, other)


def test_an_upload_goes_straight_into_an_album(alice: Person) -> None:
    album_id = adds_album(alice, privacy="followers")
    told = alice.image(alice.adds(album=album_id, privacy="public"))
    assert (told["album"]["id"], told["privacy"], told["effective_privacy"]) == (album_id, "public", "followers")


def test_an_upload_into_nobodys_or_somebody_elses_album_leaves_nothing(alice: Person, bob: Person) -> None:
    theirs = adds_album(bob)
    assert [alice.upload(album=album_id).status_code for album_id in (NEVER, theirs)] == [404, 403]
    assert alice.ids("/people/alice/images") == []


def test_an_empty_field_for_the_album_means_none(alice: Person) -> None:
    assert alice.image(alice.adds(album=""))["album"] is None


def test_a_picture_changes_its_album_with_its_other_fields(alice: Person) -> None:
    image_id, album_id = alice.adds(privacy="public"), adds_album(alice, privacy="private")
    told = alice.patch(f"/images/{image_id}", {"album": album_id, "title": "Sea"}).json
    assert (told["title"], told["album"]["id"], told["effective_privacy"]) == ("Sea", album_id, "private")
    told = alice.patch(f"/images/{image_id}", {"album": None}).json
    assert (told["album"], told["effective_privacy"]) == (None, "public")


def test_nobody_puts_anothers_picture_into_an_album(alice: Person, bob: Person, site: Site) -> None:
    theirs, mine = prepared(site, bob, privacy="public"), adds_album(alice)
    answer = alice.call("PUT", f"/albums/{mine}/images", json={"ids": [alice.adds(), theirs]})
    assert (answer.status_code, inside(alice, mine)) == (404, [])
    assert bob.image(theirs)["album"] is None


def test_nobody_puts_their_picture_into_anothers_album(alice: Person, bob: Person) -> None:
    theirs, mine = adds_album(bob), alice.adds()
    answers = [
        alice.call("PUT", f"/albums/{theirs}/images", json={"ids": [mine]}),
        alice.patch(f"/images/{mine}", {"album": theirs}),
        alice.post("/albums", {"title": "x", "category": "food", "parent": theirs}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert alice.image(mine)["album"] is None


def test_a_cover_is_ones_own_picture(alice: Person, bob: Person, site: Site) -> None:
    theirs, mine, album_id = prepared(site, bob, privacy="public"), alice.adds(), adds_album(alice)
    refused = alice.patch(f"/albums/{album_id}", {"cover": theirs})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "cover")
    assert alice.patch(f"/albums/{album_id}", {"cover": mine}).json["cover"]["id"] == mine


def test_the_newest_picture_that_one_may_see_stands_in_for_a_hidden_cover(
    alice: Person, visitor: Person, site: Site
) -> None:
    shown, hidden = prepared(site, alice, privacy="public"), prepared(site, alice)
    album_id = adds_album(alice, images=[shown, hidden], cover=hidden)
    assert album(alice, album_id)["cover"]["id"] == hidden
    assert album(visitor, album_id)["cover"]["id"] == shown
    assert hidden not in visitor.get(f"/albums/{album_id}").text


def test_the_form_that_makes_is_the_form_that_changes(alice: Person) -> None:
    album_id = adds_album(alice)
    said = {"title": "Sea", "category": "food", "tags": ["salt"], "description": "blue", "privacy": "followers"}
    told = alice.patch(f"/albums/{album_id}", said).json
    assert (told["title"], told["category"]["key"], told["description"]) == ("Sea", "food", "blue")
    assert ([tag["key"] for tag in told["tags"]], told["effective_privacy"]) == (["salt"], "followers")


def test_a_change_of_an_older_version_is_refused(alice: Person) -> None:
    album_id = adds_album(alice)
    seen = alice.get(f"/albums/{album_id}").headers["ETag"]
    assert alice.patch(f"/albums/{album_id}", {"title": "b"}, headers={"If-Match": seen}).status_code == 200
    assert alice.patch(f"/albums/{album_id}", {"title": "c"}, headers={"If-Match": seen}).status_code == 412
    assert album(alice, album_id)["title"] == "b"


def test_albums_stand_in_albums_and_say_where(alice: Person) -> None:
    top = adds_album(alice, "top")
    middle = adds_album(alice, "middle", parent=top)
    low = adds_album(alice, "low", parent=middle)
    told = album(alice, low)
    assert ([a["title"] for a in told["ancestors"]], told["parent"]["title"]) == (["top", "middle"], "middle")
    assert [child["id"] for child in album(alice, top)["children"]] == [middle]
    assert alice.ids("/people/alice/albums", parent="top") == [top]
    assert alice.ids("/people/alice/albums", parent=middle) == [low]


def test_a_branch_moves_with_all_below(alice: Person, visitor: Person) -> None:
    closed, top = adds_album(alice, "closed", privacy="private"), adds_album(alice, "top")
    low = adds_album(alice, "low", parent=top)
    assert alice.patch(f"/albums/{top}", {"parent": closed}).json["effective_privacy"] == "private"
    assert [a["id"] for a in album(alice, low)["ancestors"]] == [closed, top]
    assert (album(alice, low)["effective_privacy"], visitor.get(f"/albums/{low}").status_code) == ("private", 404)
    alice.patch(f"/albums/{top}", {"parent": None})
    assert (album(alice, low)["effective_privacy"], visitor.get(f"/albums/{low}").status_code) == ("public", 200)


def test_what_is_in_an_album_closes_and_opens_with_it(alice: Person, visitor: Person, site: Site) -> None:
    top = adds_album(alice)
    low, image_id = adds_album(alice, parent=top), prepared(site, alice, privacy="public")
    alice.call("PUT", f"/albums/{low}/images", json={"ids": [image_id]})
    seen = []
    for level in ("private", "followers", "public"):
        alice.patch(f"/albums/{top}", {"privacy": level})
        seen.append((alice.image(image_id)["effective_privacy"], visitor.sees(image_id)))
    assert seen == [("private", False), ("followers", False), ("public", True)]


def test_an_album_does_not_go_into_itself(alice: Person) -> None:
    top = adds_album(alice)
    low = adds_album(alice, parent=top)
    for parent in (top, low):
        answer = alice.patch(f"/albums/{top}", {"parent": parent})
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "parent")
    assert album(alice, top)["parent"] is None


def test_eight_albums_stand_one_in_another_and_no_more(alice: Person) -> None:
    chain = [adds_album(alice, "0")]
    for number in range(1, 8):
        chain.append(adds_album(alice, str(number), parent=chain[-1]))
    too_deep = alice.post("/albums", {"title": "9", "category": "food", "parent": chain[-1]})
    pair = adds_album(alice, "a")
    adds_album(alice, "b", parent=pair)
    moved = alice.patch(f"/albums/{pair}", {"parent": chain[-2]})
    assert (too_deep.status_code, moved.status_code) == (422, 422)


def test_deleting_keeps_the_pictures_and_moves_what_is_below_up(alice: Person) -> None:
    top = adds_album(alice, "top")
    middle = adds_album(alice, "middle", parent=top)
    low, image_id = adds_album(alice, "low", parent=middle), alice.adds(album=middle)
    assert alice.delete(f"/albums/{middle}").status_code == 204
    assert alice.image(image_id)["album"] is None
    assert album(alice, low)["parent"]["id"] == top
    assert alice.get(f"/albums/{middle}").status_code == 404


def test_deleting_an_album_makes_nothing_more_visible(alice: Person, visitor: Person, site: Site) -> None:
    closed = adds_album(alice, "closed", privacy="private")
    low, image_id = adds_album(alice, "low", parent=closed), prepared(site, alice, privacy="public")
    alice.call("PUT", f"/albums/{closed}/images", json={"ids": [image_id]})
    alice.delete(f"/albums/{closed}", images="keep")
    assert (alice.image(image_id)["privacy"], visitor.sees(image_id)) == ("private", False)
    assert (album(alice, low)["privacy"], visitor.get(f"/albums/{low}").status_code) == ("private", 404)


def test_deleting_with_trash_throws_the_whole_branch_away(alice: Person, visitor: Person, site: Site) -> None:
    top = adds_album(alice, "top", privacy="private")
    low = adds_album(alice, "low", parent=top)
    here, there = alice.adds(album=top), prepared(site, alice, privacy="public")
    alice.call("PUT", f"/albums/{low}/images", json={"ids": [there]})
    assert alice.delete(f"/albums/{top}", images="trash").status_code == 204
    assert set(alice.ids("/me/trash")) == {here, there}
    assert alice.get(f"/albums/{low}").status_code == 404
    alice.post(f"/images/{there}/restore")
    assert (alice.image(there)["album"], visitor.sees(there)) == (None, False)


def test_a_whole_album_is_read_anew(alice: Person, site: Site) -> None:
    album_id = adds_album(alice)
    ids = [prepared(site, alice) for _ in range(3)]
    for image_id in ids:
        set_image(site, image_id, understanding="ready")
    alice.call("PUT", f"/albums/{album_id}/images", json={"ids": ids[:2]})
    answer = alice.post(f"/albums/{album_id}/classification")
    assert (answer.status_code, answer.json) == (202, {"count": 2})
    states = [alice.get(f"/images/{image_id}/classification").json["state"] for image_id in ids]
    assert states == ["pending", "pending", "ready"]
    assert set(ids[:2]) <= {subject for _, subject in site.waiting("classify-image")}


def test_a_long_list_of_albums_is_read_page_by_page(alice: Person) -> None:
    made = [adds_album(alice, str(number)) for number in range(5)]
    first = alice.get("/people/alice/albums", limit=2).json
    second = alice.get("/people/alice/albums", limit=2, cursor=first["next"]).json
    last = alice.get("/people/alice/albums", limit=2, cursor=second["next"]).json
    assert [item["id"] for page in (first, second, last) for item in page["items"]] == made[::-1]
    assert last["next"] is None
