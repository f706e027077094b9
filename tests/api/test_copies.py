"""What is there twice among one's own pictures, which one is best, and what could be done with the others."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.media.fingerprint import NEAR_BITS, near_pairs
from tests.people import Person
from tests.scenes import drawn, encoded, scene
from tests.site import Site
from tests.states import set_image


def groups(person: Person, **query: Any) -> list[dict[str, Any]]:
    answer = person.get("/me/copies", **query)
    assert answer.status_code == 200, answer.text
    return list(answer.json["items"])


def told(group: dict[str, Any]) -> list[tuple[str, str]]:
    return [(copy["image"]["id"], copy["suggestion"]) for copy in group["images"]]


def test_a_worse_copy_may_go_and_the_best_one_stays(site: Site, alice: Person) -> None:
    small = alice.adds(encoded(drawn(1, size=(160, 120)), quality=85))
    best = alice.adds(encoded(drawn(1, size=(320, 240)), quality=95))
    alice.adds(scene(2))
    site.work_off("prepare-image")
    [group] = groups(alice)
    assert (group["kind"], told(group)) == ("copy", [(best, "keep"), (small, "delete")])
    assert group["images"][0]["distance"] == 0


def test_a_copy_that_is_better_in_something_is_stacked(site: Site, alice: Person) -> None:
    best = alice.adds(encoded(drawn(1), quality=95))
    rated = alice.adds(encoded(drawn(1), quality=85), rating=5)
    site.work_off("prepare-image")
    [group] = groups(alice)
    assert told(group) == [(best, "keep"), (rated, "stack")]


def test_a_grey_version_is_near_and_no_mere_copy(site: Site, alice: Person) -> None:
    best = alice.adds(encoded(drawn(1), quality=95))
    grey = alice.adds(encoded(drawn(1), quality=85))
    site.work_off("prepare-image")
    set_image(site, grey, colours=[["#202020", 1.0]])
    [group] = groups(alice)
    assert (group["kind"], told(group)) == ("near", [(best, "keep"), (grey, "stack")])


def test_what_is_in_the_trash_or_not_ready_or_anothers_is_no_copy(site: Site, alice: Person, bob: Person) -> None:
    ids = [alice.adds(encoded(drawn(1), quality=quality)) for quality in (95, 90)]
    bob.adds(encoded(drawn(1), quality=85))
    site.work_off("prepare-image")
    assert len(groups(alice)) == 1
    assert groups(bob) == []
    alice.delete(f"/images/{ids[0]}")
    assert groups(alice) == []


def test_even_grounds_are_nobodys_copies(site: Site, alice: Person) -> None:
    flat = [encoded(drawn(number).resize((1, 1)).resize((200, 200))) for number in (1, 2)]
    for file in flat:
        alice.adds(file)
    site.work_off("prepare-image")
    assert groups(alice) == []


def test_pages_of_groups_give_each_once(site: Site, alice: Person) -> None:
    for number in range(3):
        for quality in (95, 85):
            alice.adds(encoded(drawn(number), quality=quality))
    site.work_off("prepare-image")
    first = alice.get("/me/copies", limit=2).json
    rest = alice.get("/me/copies", limit=2, cursor=first["next"]).json
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert [told(group) for group in first["items"] + rest["items"]] == [told(group) for group in groups(alice)]


def test_a_visitor_has_no_copies(visitor: Person) -> None:
    assert visitor.get("/me/copies").status_code == 401


def test_a_picture_without_a_fingerprint_is_passed_over(site: Site, alice: Person) -> None:
    ids = [alice.adds(encoded(drawn(1), quality=quality)) for quality in (95, 85)]
    site.work_off("prepare-image")
    set_image(site, ids[0], fingerprint=None)
    assert groups(alice) == []


@given(st.lists(st.sampled_from([bytes(16), bytes([255] * 16), bytes([7] * 16), bytes([3] * 16)]), max_size=30))
def test_near_pairs_are_those_that_a_look_at_each_pair_finds(marks: list[bytes]) -> None:
    plain = [int.from_bytes(mark, "big") for mark in marks]
    apart = {(a, b): (plain[a] ^ plain[b]).bit_count() for b in range(len(plain)) for a in range(b)}
    wanted = {(a, b, bits) for (a, b), bits in apart.items() if bits <= NEAR_BITS}
    found = near_pairs(marks)
    assert set(found) == wanted
    assert len(found) == len(wanted)


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_are_no_pair(count: int) -> None:
    assert near_pairs([bytes(16)] * count) == []
