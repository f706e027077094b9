"""GET /feed: what is new of what one follows, once, with why, and no more than one may see."""

from collections.abc import Iterator

import pytest

from cms.extensions import db, new_id
from cms.images.models import Image, ImageTag
from cms.tags.queries import relations
from cms.transaction import writing
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared, set_image


def feed(person: Person, **query: object) -> list[str]:
    answer = person.get("/feed", **query)
    assert answer.status_code == 200, answer.text
    return [item["image"]["id"] for item in answer.json["items"]]


def walk(person: Person, limit: int) -> list[str]:
    """All of a feed, page by page."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = person.get("/feed", limit=limit, **cursor).json
        assert len(page["items"]) <= limit
        found += [item["image"]["id"] for item in page["items"]]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


def reasons(person: Person) -> list[list[tuple[str, str, str]]]:
    items = person.get("/feed").json["items"]
    return [[(one["kind"], one["ref"], one["label"]) for one in item["reasons"]] for item in items]


def copies(site: Site, image_id: str, count: int, **columns: object) -> list[str]:
    """More rows like this one, with its tags, each newer than the one before."""
    with site.app.app_context(), writing():
        row = db.session.get(Image, image_id)
        kept = {column.key: getattr(row, column.key) for column in Image.__table__.columns}
        made = sorted(new_id() for _ in range(count))
        rows = [{**kept, **columns, "id": one, "sha256": one * 2} for one in made]
        db.session.execute(db.insert(Image), rows)
        tags = db.session.scalars(db.select(ImageTag).filter_by(image_id=image_id)).all()
        for one in made:
            for tag in tags:
                db.session.add(ImageTag(image_id=one, key=tag.key, label=tag.label, source=tag.source))
    return made


def test_a_feed_holds_what_followed_people_add(site: Site, alice: Person, bob: Person, carol: Person) -> None:
    hers = prepared(site, alice, privacy="public")
    prepared(site, carol, privacy="public")
    assert feed(bob) == []
    bob.put("/people/alice/follow")
    newer = prepared(site, alice, privacy="followers")
    assert feed(bob) == [newer, hers]
    assert reasons(bob) == [[("person", "alice", "Alice")]] * 2


def test_a_feed_holds_pictures_of_followed_tags_and_albums(
    site: Site, alice: Person, bob: Person, carol: Person
) -> None:
    album = alice.post("/albums", {"title": "Walks", "category": "other", "privacy": "public"}).json["id"]
    inside = prepared(site, alice, privacy="public", album=album, tags="Night sky")
    tagged = prepared(site, carol, privacy="public", tags="night  SKY")
    assert bob.put("/tags/Night sky/follow").json == {"following": True}
    assert bob.put(f"/albums/{album}/follow").json == {"following": True}
    assert feed(bob) == [tagged, inside]
    tag = ("tag", "night-sky", "night SKY")
    assert reasons(bob) == [[tag], [("album", album, "Walks"), ("tag", "night-sky", "Night sky")]]
    assert bob.delete("/tags/night-sky/follow").json == {"following": False}
    assert feed(bob) == [inside]
    bob.delete(f"/albums/{album}/follow")
    assert feed(bob) == []


def test_own_pictures_and_those_of_muted_and_blocked_people_are_left_out(
    site: Site, alice: Person, bob: Person, carol: Person
) -> None:
    bob.put("/tags/sea/follow")
    hers = prepared(site, alice, privacy="public", tags="sea")
    prepared(site, bob, privacy="public", tags="sea")
    carols = prepared(site, carol, privacy="public", tags="sea")
    assert feed(bob) == [carols, hers]
    bob.put("/me/mutes/carol")
    assert feed(bob) == [hers]
    alice.put("/me/blocks/bob")
    assert feed(bob) == []


def test_what_is_hidden_afterwards_leaves_the_feed(site: Site, alice: Person, bob: Person) -> None:
    bob.put("/people/alice/follow")
    album = alice.post("/albums", {"title": "x", "category": "other", "privacy": "public"}).json["id"]
    bob.put(f"/albums/{album}/follow")
    image_id = prepared(site, alice, privacy="public", album=album)
    assert feed(bob) == [image_id]
    alice.patch(f"/albums/{album}", {"privacy": "private"})
    assert feed(bob) == []
    assert bob.get("/me/followed-albums").json["items"] == []
    alice.patch(f"/albums/{album}", {"privacy": "public"})
    assert feed(bob) == [image_id]
    assert [one["title"] for one in bob.get("/me/followed-albums").json["items"]] == ["x"]


def test_a_moderator_is_not_fed_with_held_pictures(site: Site, alice: Person, mod: Person) -> None:
    mod.put("/people/alice/follow")
    image_id = prepared(site, alice, privacy="public")
    set_image(site, image_id, review="held")
    assert (mod.sees(image_id), feed(mod)) == (True, [])


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_hold_everything_once_and_in_order(
    site: Site, alice: Person, bob: Person, carol: Person, limit: int
) -> None:
    """Some post much and some seldom; many tags are on one and the same picture."""
    words = [f"word{number}" for number in range(12)]
    first = prepared(site, alice, privacy="public", tags=words)
    other = prepared(site, carol, privacy="public", tags="word3")
    album = alice.post("/albums", {"title": "x", "category": "other", "privacy": "public"}).json["id"]
    inside = copies(site, first, 5, album_id=album)
    seldom = copies(site, other, 2)
    much = copies(site, first, 25)
    hidden = copies(site, first, 4, effective_privacy="private")
    for word in words:
        bob.put(f"/tags/{word}/follow")
    bob.put(f"/albums/{album}/follow")
    bob.put("/people/alice/follow")
    bob.put("/people/carol/follow")
    found = walk(bob, limit)
    assert found == sorted([first, other, *inside, *seldom, *much], reverse=True)
    assert not set(found) & set(hidden)
    assert len(bob.get("/feed", limit=limit).json["items"]) == min(limit, len(found))


def test_many_sources_with_one_picture_do_not_hide_older_ones(
    site: Site, alice: Person, bob: Person, carol: Person
) -> None:
    words = [f"word{number}" for number in range(90)]
    older = prepared(site, carol, privacy="public", tags="rare")
    first = prepared(site, alice, privacy="public")
    with site.app.app_context(), writing():
        db.session.add_all(ImageTag(image_id=first, key=word, label=word, source="user") for word in words)
    for word in [*words, "rare"]:
        bob.put(f"/tags/{word}/follow")
    assert walk(bob, 3) == [first, older]


def test_how_far_a_feed_was_seen_is_kept_and_only_goes_on(bob: Person) -> None:
    assert bob.get("/feed").json["seen_until"] is None
    moments = "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"
    for moment in moments:
        assert bob.post("/feed/seen", {"until": moment}).json["seen_until"] == moments[0]
    assert bob.get("/feed").json["seen_until"] == moments[0]
    assert bob.post("/feed/seen", {"until": "2999-01-01T00:00:00Z"}).json["seen_until"] < "2999"
    assert bob.post("/feed/seen", {"until": "2026-01-01T00:00:00"}).status_code == 422


def test_what_is_followed_is_listed_in_pages(alice: Person, bob: Person) -> None:
    for word in ("Sea", "dog", "cat"):
        bob.put(f"/tags/{word}/follow")
        bob.put(f"/tags/{word}/follow")
    page = bob.get("/me/followed-tags", limit=2).json
    assert [one["key"] for one in page["items"]] == ["cat", "dog"]
    rest = bob.get("/me/followed-tags", limit=2, cursor=page["next"]).json
    assert ([one["key"] for one in rest["items"]], rest["next"]) == (["sea"], None)
    assert bob.get("/tags/SEA/follow").json == {"following": True}
    assert alice.get("/tags/sea/follow").json == {"following": False}


@pytest.mark.parametrize("word", ["%20", "%00", "x" * 300])
def test_what_is_no_tag_is_not_there(bob: Person, word: str) -> None:
    assert bob.put(f"/tags/{word}/follow").status_code == 404


def test_an_album_that_one_may_not_see_cannot_be_followed(alice: Person, bob: Person) -> None:
    album = alice.post("/albums", {"title": "x", "category": "other"}).json["id"]
    for method in ("GET", "PUT", "DELETE"):
        assert bob.call(method, f"/albums/{album}/follow").status_code == 404


def test_there_is_an_end_to_following_tags(bob: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.feed.service.MOST_FOLLOWED", 1)
    assert [bob.put(f"/tags/{word}/follow").status_code for word in ("sea", "sea", "sky")] == [200, 200, 409]


@pytest.fixture
def statements(site: Site) -> Iterator[Statements]:
    with site.app.app_context():
        engine = db.engine
        relations()
    with Statements(engine) as run:
        yield run


def test_a_page_of_the_feed_costs_five_statements(
    site: Site, alice: Person, bob: Person, statements: Statements
) -> None:
    image_id = prepared(site, alice, privacy="public", tags="sea")
    copies(site, image_id, 60)
    bob.put("/people/alice/follow")
    bob.put("/tags/sea/follow")
    cursor = bob.get("/feed").json["next"]
    statements.clear()
    assert len(feed(bob, cursor=cursor)) == 30
    assert len(statements) <= 5, statements
    statements.clear()
    bob.get("/me/followed-albums")
    assert len(statements) <= 5
