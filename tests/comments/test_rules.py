"""Who writes, reads, changes, deletes and hides comments, and who is told; in force at once."""

from collections.abc import Iterator

import pytest

from cms.accounts.models import Account
from cms.accounts.queries import viewer_of
from cms.accounts.service import release, suspend
from cms.comments.models import Comment, CommentVersion
from cms.comments.service import hold
from cms.events import Occurred, _listeners
from cms.extensions import db
from cms.transaction import writing
from tests.comments.saying import count, flat, listed, opened, says, texts
from tests.people import Person
from tests.site import Site
from tests.states import prepared


@pytest.fixture
def told() -> Iterator[list[Occurred]]:
    """What accounts are to be told of."""
    heard: list[Occurred] = []
    before = list(_listeners.get(Occurred, []))
    _listeners[Occurred] = [*before, heard.append]
    yield heard
    _listeners[Occurred] = before


def names(site: Site, told: list[Occurred]) -> set[tuple[str, str]]:
    by_id = {person.id: name for name, person in site.people.items()}
    return {(by_id[event.account_id], event.occasion) for event in told}


def test_a_comment_twice_sent_with_one_key_is_one(bob: Person, image: str) -> None:
    key = {"Idempotency-Key": "k"}
    first, second = (bob.post(f"/images/{image}/comments", {"text": "once"}, headers=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert first.headers["Location"] == f"/api/v1/comments/{first.json['id']}"
    assert texts(bob, image) == ["once"]
    assert bob.post(f"/images/{image}/comments", {"text": "other"}, headers=key).status_code == 422


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001, "a\x00b", "a\x1bb", "a\u202eb", 7, None])
def test_a_text_that_is_none_is_refused(bob: Person, image: str, text: object) -> None:
    answer = bob.post(f"/images/{image}/comments", {"text": text})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "text")


def test_only_what_is_shown_here_can_be_answered(site: Site, alice: Person, bob: Person, image: str) -> None:
    elsewhere = says(bob, prepared(site, alice, privacy="public"))
    for parent in (elsewhere, "01ARZ3NDEKTSV4RRFFQ69G5FAV"):
        answer = bob.post(f"/images/{image}/comments", {"text": "x", "parent": parent})
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "parent")
    assert bob.get(f"/images/{image}/comments", parent=elsewhere).status_code == 404


def test_only_its_author_changes_a_comment_and_it_says_so(site: Site, alice: Person, bob: Person, image: str) -> None:
    comment = says(bob, image, "before")
    assert alice.patch(f"/comments/{comment}", {"text": "x"}).status_code == 403
    changed = bob.patch(f"/comments/{comment}", {"text": "*after*"}).json
    assert (changed["text"], changed["html"]) == ("*after*", "<p><em>after</em></p>")
    assert changed["edited_at"] is not None
    with site.app.app_context():
        versions = db.session.scalars(db.select(CommentVersion)).all()
        assert [(version.comment_id, version.text) for version in versions] == [(comment, "before")]


def test_the_same_text_again_is_no_change(bob: Person, image: str) -> None:
    comment = says(bob, image, "same")
    assert bob.patch(f"/comments/{comment}", {"text": "same"}).json["edited_at"] is None


def test_a_deleted_comment_leaves_its_place_while_it_has_replies(bob: Person, carol: Person, image: str) -> None:
    first = says(bob, image, "word0")
    second = says(carol, image, "word1", first)
    third = says(bob, image, "word2", second)
    assert (carol.delete(f"/comments/{first}").status_code, carol.delete(f"/comments/{third}").status_code) == (
        403,
        403,
    )
    assert bob.delete(f"/comments/{first}").status_code == 204
    place, *_ = opened(bob, third)["parents"]
    assert (place["id"], place["deleted"], place["text"], place["html"], place["author"]) == (first, True, "", "", None)
    assert set(place["can"].values()) == {False}
    assert bob.delete(f"/comments/{first}").status_code == 404
    assert bob.post(f"/images/{image}/comments", {"text": "x", "parent": first}).status_code == 422
    assert carol.delete(f"/comments/{second}").status_code == 204
    assert bob.delete(f"/comments/{third}").status_code == 204
    assert (listed(bob, image), count(bob, image)) == ([], 0)
    assert bob.get(f"/comments/{first}").status_code == 404


def test_the_owner_hides_a_comment_and_shows_it_again(
    site: Site, alice: Person, bob: Person, carol: Person, image: str
) -> None:
    first = says(bob, image, "rude")
    assert carol.patch(f"/comments/{first}", {"hidden": True}).status_code == 403
    assert bob.patch(f"/comments/{first}", {"hidden": True}).status_code == 403
    assert alice.patch(f"/comments/{first}", {"hidden": True}).json["hidden"] is True
    assert (listed(carol, image), listed(site.visitor, image), count(carol, image)) == ([], [], 0)
    assert carol.get(f"/comments/{first}").status_code == 404
    assert [told["text"] for told in listed(bob, image)] == ["rude"]
    assert alice.patch(f"/comments/{first}", {"hidden": True}).json["hidden"] is True
    reply = says(bob, image, "ruder", first)
    (place, shown) = flat(listed(carol, image))
    assert (place["hidden"], place["deleted"], place["text"], place["author"]) == (True, False, "", None)
    assert (shown["id"], count(carol, image)) == (reply, 1)
    assert alice.patch(f"/comments/{first}", {"hidden": False}).json["hidden"] is False
    assert (texts(carol, image), count(carol, image)) == (["rude", "ruder"], 2)


def test_what_moderators_hold_is_hidden_from_others(
    site: Site, mod: Person, bob: Person, carol: Person, image: str
) -> None:
    comment = says(bob, image)
    with site.app.app_context(), writing():
        hold(db.session.get(Comment, comment), is_held=True)
    assert (len(listed(mod, image)), len(listed(bob, image)), listed(carol, image), count(carol, image)) == (
        1,
        1,
        [],
        0,
    )


def test_an_owner_closes_comments_and_opens_them_again(alice: Person, bob: Person, image: str) -> None:
    comment = says(bob, image)
    assert bob.image(image)["can"]["comment"] is True
    assert alice.patch(f"/images/{image}", {"comments_closed": True}).json["comments_closed"] is True
    assert bob.image(image)["can"]["comment"] is False
    for person in (alice, bob):
        assert person.post(f"/images/{image}/comments", {"text": "x"}).status_code == 403
        assert person.post(f"/images/{image}/comments", {"text": "x", "parent": comment}).status_code == 403
    assert listed(bob, image)[0]["can"]["reply"] is False
    alice.patch(f"/images/{image}", {"comments_closed": False})
    says(bob, image)
    assert count(bob, image) == 2


def test_albums_are_commented_on_in_the_same_way(alice: Person, bob: Person, carol: Person) -> None:
    album = alice.post("/albums", {"title": "a", "category": "food", "privacy": "public"}).json
    assert bob.get(f"/albums/{album['id']}").json["can"]["comment"] is True
    made = bob.post(f"/albums/{album['id']}/comments", {"text": "fine"})
    assert (made.status_code, made.json["on"]) == (201, {"kind": "album", "id": album["id"]})
    assert carol.get(f"/albums/{album['id']}/comments").json["items"][0]["text"] == "fine"
    assert carol.get(f"/albums/{album['id']}").json["counts"]["comments"] == 1
    assert alice.patch(f"/albums/{album['id']}", {"comments_closed": True}).status_code == 200
    assert bob.post(f"/albums/{album['id']}/comments", {"text": "more"}).status_code == 403
    alice.patch(f"/albums/{album['id']}", {"privacy": "private"})
    assert carol.get(f"/albums/{album['id']}/comments").status_code == 404
    assert carol.get(f"/comments/{made.json['id']}").status_code == 404
    alice.delete(f"/albums/{album['id']}")
    assert alice.get(f"/comments/{made.json['id']}").status_code == 404


def test_everything_on_what_one_may_not_see_is_not_there(alice: Person, bob: Person, carol: Person, image: str) -> None:
    comment = says(bob, image)
    alice.patch(f"/images/{image}", {"privacy": "private"})
    never = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    for person in (bob, carol):
        for thing, one in ((image, comment), (never, never)):
            calls = [
                person.get(f"/images/{thing}/comments"),
                person.get(f"/images/{thing}/comments", parent=one),
                person.post(f"/images/{thing}/comments", {"text": "x"}),
                person.get(f"/comments/{one}"),
                person.patch(f"/comments/{one}", {"text": "x"}),
                person.patch(f"/comments/{one}", {"hidden": True}),
                person.delete(f"/comments/{one}"),
                person.put(f"/comments/{one}/like"),
                person.delete(f"/comments/{one}/like"),
            ]
            assert [answer.status_code for answer in calls] == [404] * len(calls)
    assert texts(alice, image) == ["word"]


def test_behind_a_block_neither_reads_the_other(bob: Person, carol: Person, site: Site, image: str) -> None:
    first = says(bob, image, "bob's")
    second = says(carol, image, "carol's")
    assert carol.put("/me/blocks/bob").status_code == 204
    assert (texts(bob, image), texts(carol, image)) == (["bob's"], ["carol's"])
    assert texts(site.visitor, image) == ["bob's", "carol's"]
    assert (bob.get(f"/comments/{second}").status_code, carol.get(f"/comments/{first}").status_code) == (404, 404)
    assert bob.post(f"/images/{image}/comments", {"text": "x", "parent": second}).status_code == 422
    says(site.person("dan"), image, "dan's", first)
    place, shown, *_ = flat(listed(carol, image))
    assert (place["text"], place["author"], shown["text"]) == ("", None, "dan's")


def test_a_place_of_which_nothing_is_left_is_not_shown(bob: Person, carol: Person, image: str) -> None:
    first = says(carol, image, "first")
    says(bob, image, "reply", first)
    carol.delete(f"/comments/{first}")
    carol.put("/me/blocks/bob")
    assert (listed(carol, image), len(flat(listed(bob, image)))) == ([], 2)


def test_who_is_muted_is_not_read_by_who_muted_them(bob: Person, carol: Person, image: str) -> None:
    says(bob, image, "bob's")
    says(carol, image, "carol's")
    assert carol.put("/me/mutes/bob").status_code == 204
    assert (texts(carol, image), texts(bob, image)) == (["carol's"], ["bob's", "carol's"])


def test_what_a_suspended_account_said_is_hidden_and_comes_back(
    site: Site, ada: Person, bob: Person, carol: Person, image: str
) -> None:
    says(carol, image, "reply", says(bob, image, "first"))
    for act, shown, number in ((suspend, ["", "reply"], 1), (release, ["first", "reply"], 2)):
        with site.app.app_context(), writing():
            admin = viewer_of(db.session.get(Account, ada.id))
            act(db.session.get(Account, bob.id), by=admin)
        assert (texts(carol, image), count(carol, image)) == (shown, number)


def test_comments_go_with_what_they_are_on(site: Site, alice: Person, bob: Person, image: str) -> None:
    comment = says(bob, image)
    bob.put(f"/comments/{comment}/like")
    bob.patch(f"/comments/{comment}", {"text": "other"})
    assert alice.delete(f"/images/{image}", forever="true").status_code == 204
    assert bob.get(f"/comments/{comment}").status_code == 404
    with site.app.app_context():
        for table in ("comments", "comment_likes", "comment_versions"):
            assert db.session.execute(db.select(db.metadata.tables[table])).all() == []


def test_each_is_told_once_by_what_concerns_them_most(
    site: Site, alice: Person, bob: Person, carol: Person, told: list[Occurred], image: str
) -> None:
    first = says(bob, image, "a")
    assert names(site, told) == {("alice", "comment")}
    assert (told[0].actor_id, told[0].subject_kind, told[0].subject_id, told[0].detail_id) == (
        bob.id,
        "image",
        image,
        first,
    )
    for person, text, expected in (
        (carol, "b", {("alice", "comment"), ("bob", "reply")}),
        (carol, "b @bob @alice @carol @bob", {("alice", "mention"), ("bob", "mention")}),
        (alice, "c", {("bob", "reply")}),
        (bob, "d", {("alice", "comment")}),
    ):
        told.clear()
        says(person, image, text, first)
        assert names(site, told) == expected
        assert len(told) == len(expected)


def test_nobody_is_told_of_what_they_may_not_see(
    site: Site, alice: Person, bob: Person, carol: Person, told: list[Occurred]
) -> None:
    image = prepared(site, alice, privacy="followers")
    bob.put("/people/alice/follow")
    first = says(bob, image, "for @carol")
    alice.delete("/me/followers/bob")
    told.clear()
    says(alice, image, "@bob @carol", first)
    assert told == []


def test_who_is_behind_a_block_is_neither_linked_nor_told(
    site: Site, bob: Person, carol: Person, told: list[Occurred], image: str
) -> None:
    carol.put("/me/blocks/bob")
    comment = says(bob, image, "@carol")
    assert ("carol", "mention") not in names(site, told)
    assert "href" not in opened(bob, comment)["comment"]["html"]


def test_who_is_mentioned_only_later_is_told_then(
    site: Site, alice: Person, bob: Person, carol: Person, told: list[Occurred], image: str
) -> None:
    comment = says(bob, image, "@alice")
    told.clear()
    html = bob.patch(f"/comments/{comment}", {"text": "@alice @carol"}).json["html"]
    assert names(site, told) == {("carol", "mention")}
    assert html.count("/people/") == 2


def test_people_are_completed_by_how_they_are_called(
    site: Site, alice: Person, bob: Person, carol: Person, visitor: Person
) -> None:
    site.person("caspar"), site.person("zed"), site.person("cat", active=False)
    with site.app.app_context(), writing():
        db.session.get(Account, site.person("zed").id).display_name = "Carl_ Zed"
    bob.put("/people/carol/follow")

    def found(person: Person, start: str) -> list[str]:
        return [item["name"] for item in person.get("/people", q=start).json["items"]]

    assert found(bob, "ca") == ["carol", "caspar", "zed"]
    assert (found(bob, "CARL_"), found(bob, "c%"), found(bob, "_")) == (["zed"], [], [])
    carol.put("/me/blocks/bob")
    assert (found(bob, "ca"), found(carol, "bo")) == (["caspar", "zed"], [])
    assert (visitor.get("/people", q="ca").status_code, bob.get("/people", q="").status_code) == (401, 422)
