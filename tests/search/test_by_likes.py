"""Search sorted by likes: the index hears of them soon, however many there are, and of no counts that are hidden."""

import pytest

from cms.jobs.names import INDEX_LIKES
from cms.transaction import writing
from cms.work.service import finish, take
from tests.people import Person
from tests.search.test_following import away
from tests.site import Site
from tests.states import prepared
from tests.workers.situations import make_due

BY_LIKES = {"sort": "likes"}


@pytest.fixture
def shelf(site: Site, alice: Person, bob: Person, carol: Person) -> list[str]:
    """Alice's three pictures and one of Bob's, liked so often: 0, 2, 1, 1."""
    made = [*(prepared(site, alice, privacy="public") for _ in range(3)), prepared(site, bob, privacy="public")]
    for person, liked in ((bob, made[1]), (carol, made[1]), (bob, made[2]), (carol, made[3])):
        person.put(f"/images/{liked}/like")
    site.work_off()
    return made


def test_the_most_liked_come_first_and_equal_ones_newest_first(site: Site, shelf: list[str], visitor: Person) -> None:
    in_order = [shelf[1], shelf[3], shelf[2], shelf[0]]
    assert visitor.ids("/search", **BY_LIKES) == in_order
    with away(site):
        assert visitor.ids("/search", **BY_LIKES) == in_order


def test_a_like_taken_back_counts_no_more(site: Site, shelf: list[str], visitor: Person, carol: Person) -> None:
    carol.delete(f"/images/{shelf[3]}/like")
    assert carol.call("DELETE", "/me", json={"password": carol.password, "name": carol.name}).status_code == 204
    site.work_off()
    assert visitor.ids("/search", **BY_LIKES) == [shelf[2], shelf[1], shelf[3], shelf[0]]


def test_who_hides_counts_is_sorted_as_if_nobody_liked_anything(
    site: Site, shelf: list[str], alice: Person, visitor: Person
) -> None:
    alice.patch("/me", {"hide_counts": True})
    hidden = [shelf[3], *reversed(shelf[:3])]
    with away(site):
        assert visitor.ids("/search", **BY_LIKES) == hidden
    site.work_off()
    assert visitor.ids("/search", **BY_LIKES) == alice.ids("/search", **BY_LIKES) == hidden
    alice.patch("/me", {"hide_counts": False})
    site.work_off()
    assert visitor.ids("/search", **BY_LIKES)[0] == shelf[1]


def test_many_likes_are_one_piece_of_work_and_hide_nothing_meanwhile(
    site: Site, shelf: list[str], visitor: Person
) -> None:
    for number in range(5):
        site.person(f"liker{number}").put(f"/images/{shelf[0]}/like")
    assert [work for work in site.waiting() if work[0] == INDEX_LIKES.kind] == [(INDEX_LIKES.kind, shelf[0])]
    assert site.work_on(INDEX_LIKES.kind, shelf[0]).due_at > site.work_on("index-image", shelf[0]).due_at
    assert len(visitor.ids("/search", **BY_LIKES)) == len(shelf)


def test_a_like_while_the_index_is_told_is_told_after(site: Site, shelf: list[str], visitor: Person) -> None:
    site.person("dora").put(f"/images/{shelf[0]}/like")
    make_due(site, INDEX_LIKES.kind, shelf[0])
    with site.app.app_context():
        with writing():
            lease = take(INDEX_LIKES, shelf[0])
            assert lease is not None
        site.person("erik").put(f"/images/{shelf[0]}/like")
        with writing():
            finish(lease)
    assert site.waiting(INDEX_LIKES.kind) == [(INDEX_LIKES.kind, shelf[0])]
