"""Threads over HTTP: any depth, each comment in its place, every one reachable, at a known cost."""

import itertools
import random

import pytest

from cms.comments.queries import REPLIES_SHOWN
from cms.extensions import db
from tests.comments.many import fill
from tests.comments.saying import count, flat, listed, opened, rest_of, says, texts, walked
from tests.people import Person
from tests.site import Site, Statements

CAN = dict.fromkeys(("edit", "delete", "hide", "reply", "like", "report", "history"), False)


def test_a_comment_is_told_with_all_that_the_interface_promises(alice: Person, bob: Person, image: str) -> None:
    first = says(bob, image, "**hello**")
    (told,) = listed(bob, image)
    assert told["author"] == {"name": "bob", "display_name": "Bob"}
    assert (told["id"], told["text"], told["html"]) == (first, "**hello**", "<p><strong>hello</strong></p>")
    assert (told["parent"], told["depth"], told["replies"], told["likes"], told["liked"]) == (None, 0, 0, 0, False)
    assert (told["edited_at"], told["deleted"], told["hidden"]) == (None, False, False)
    assert told["on"] == {"kind": "image", "id": image}
    assert told["can"] == {**CAN, "edit": True, "delete": True, "reply": True, "like": True}
    (told,) = listed(alice, image)
    assert told["can"] == {**CAN, "hide": True, "reply": True, "like": True, "report": True}


def test_replies_go_to_any_depth_and_open_with_all_their_parents(bob: Person, carol: Person, image: str) -> None:
    chain: list[str] = []
    for depth in range(20):
        chain.append(says((bob, carol)[depth % 2], image, f"word{depth}", chain[-1] if chain else None))
    told = opened(bob, chain[-1])
    assert [parent["id"] for parent in told["parents"]] == chain[:-1]
    assert (told["comment"]["depth"], told["comment"]["parent"]) == (19, chain[-2])
    assert [comment["depth"] for comment in flat(listed(bob, image))] == list(range(20))
    assert [comment["replies"] for comment in flat(listed(bob, image))] == list(range(19, -1, -1))
    assert count(bob, image) == 20
    assert "parents" not in bob.get(f"/comments/{chain[-1]}").json


def test_a_reply_stands_behind_what_answers_the_same_comment(bob: Person, image: str) -> None:
    first = says(bob, image, "1")
    second = says(bob, image, "1.1", first)
    says(bob, image, "1.2", first)
    says(bob, image, "1.1.1", second)
    says(bob, image, "2")
    says(bob, image, "1.1.2", second)
    assert texts(bob, image) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"]
    below = bob.get(f"/images/{image}/comments", parent=second).json
    assert [comment["text"] for comment in below["items"]] == ["1.1.1", "1.1.2"]


def test_threads_are_sorted_as_asked(bob: Person, carol: Person, image: str) -> None:
    first, second, third = (says(bob, image, text) for text in ("a", "b", "c"))
    for person, comment in ((bob, second), (carol, second), (carol, third)):
        assert person.put(f"/comments/{comment}/like").status_code == 200
    assert texts(bob, image) == ["a", "b", "c"]
    assert texts(bob, image, sort="newest") == ["c", "b", "a"]
    assert texts(bob, image, sort="liked") == ["b", "c", "a"]
    for sort in ("thread", "newest", "liked"):
        assert {told["id"] for told in walked(bob, image, limit=1, sort=sort)} == {first, second, third}
    assert bob.get(f"/images/{image}/comments", sort="loudest").status_code == 422


def test_a_like_of_a_comment_counts_once_and_can_be_taken_back(bob: Person, carol: Person, image: str) -> None:
    comment = says(bob, image)
    path = f"/comments/{comment}/like"
    assert [carol.put(path).json for _ in range(2)] == [{"liked": True, "count": 1}] * 2
    assert (listed(carol, image)[0]["liked"], listed(bob, image)[0]["liked"]) == (True, False)
    assert [carol.delete(path).json for _ in range(2)] == [{"liked": False, "count": 0}] * 2


@pytest.mark.parametrize("who", ["visitor", "carol", "alice"])
def test_a_thousand_comments_to_depth_six_cost_four_statements_and_each_is_reached(
    site: Site, image: str, who: str, request: pytest.FixtureRequest
) -> None:
    person: Person = request.getfixturevalue(who)
    made = fill(site, image, threads=20, each=50, deepest=6)
    assert len(made) == 1000
    with site.app.app_context(), Statements(db.engine) as statements:
        first = person.get(f"/images/{image}/comments")
        assert len(statements) <= 4, statements
    shown = flat(first.json["items"])
    assert len(shown) == 20 * (REPLIES_SHOWN + 1)
    assert max(comment["depth"] for comment in shown) == 6
    found = [comment["id"] for comment in walked(person, image)]
    assert found == made


def test_opening_a_deep_reply_costs_five_statements(site: Site, image: str, carol: Person) -> None:
    made = fill(site, image, threads=1, each=300, deepest=100)
    with site.app.app_context(), Statements(db.engine) as statements:
        assert len(opened(carol, made[100])["parents"]) == 100
        assert len(statements) <= 5, statements


def test_a_page_of_a_long_thread_goes_on_where_it_ended_while_others_write(bob: Person, site: Site, image: str) -> None:
    made = fill(site, image, threads=1, each=120, deepest=3)
    (thread,) = listed(bob, image)
    shown = [comment["id"] for comment in flat([thread])]
    says(bob, image, "early", made[1])
    says(bob, image, "late", made[0])
    later = [comment["id"] for comment in rest_of(bob, image, thread, limit=10)]
    assert [one for one in shown + later if one in made] == made
    assert len(set(later)) == len(later)


def test_whatever_is_written_and_deleted_in_any_order_stays_a_tree(alice: Person, site: Site, image: str) -> None:
    """Random replies and deletions against a plain tree kept beside."""
    rng, numbers = random.Random(7), itertools.count()
    below: dict[str | None, list[str]] = {None: []}
    text: dict[str, str] = {}
    for _ in range(150):
        there = [one for one in text if text[one]]
        if there and rng.random() < 0.35:
            gone = rng.choice(there)
            assert alice.delete(f"/comments/{gone}").status_code == 204
            text[gone] = ""
            prune(below, text)
            continue
        parent = rng.choice([None, *there])
        said = str(next(numbers))
        made = says(alice, image, said, parent)
        below.setdefault(parent, []).append(made)
        below[made], text[made] = [], said
    found = walked(alice, image)
    assert [(comment["id"], comment["text"]) for comment in found] == [(one, text[one]) for one in ordered(below, None)]
    for comment in found:
        assert comment["replies"] == sum(bool(text[one]) for one in ordered(below, comment["id"]))
        assert comment["deleted"] == (not comment["text"])
    assert count(alice, image) == sum(map(bool, text.values()))


def ordered(below: dict[str | None, list[str]], parent: str | None) -> list[str]:
    return [each for one in below.get(parent, []) for each in (one, *ordered(below, one))]


def prune(below: dict[str | None, list[str]], text: dict[str, str]) -> None:
    """Take out what is deleted and has nothing below it, until there is none."""
    while empty := [one for one in text if not text[one] and not below[one]]:
        for one in empty:
            del text[one], below[one]
            for children in below.values():
                if one in children:
                    children.remove(one)
