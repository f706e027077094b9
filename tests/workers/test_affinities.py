"""What somebody may like by what others did: found, told why, wiped at once, and of what everyone may see alone."""

import random

import pytest

from cms.extensions import db
from cms.recommendations import queries
from cms.recommendations.models import Behaviour
from cms.transaction import reading, writing
from tests.people import Person
from tests.site import Site
from tests.states import set_image
from tests.workers.crowd import crowds, learns, likes, lists_of
from workers.recommendations.factors import fitting, learnt_from
from workers.recommendations.learning import keep


@pytest.fixture
def bob(site: Site) -> Person:
    return site.person("bob")


@pytest.fixture
def pictures(site: Site, bob: Person) -> list[str]:
    """Of two crowds in turn; Bob likes five of the first one's."""
    _people, pictures = crowds(site, site.person("painter", understanding=False))
    likes(site, bob, pictures[:10:2])
    return pictures


def test_what_others_like_who_like_the_same_comes_first_and_says_so(
    site: Site, bob: Person, pictures: list[str]
) -> None:
    learns(site)
    first = bob.get("/recommendations", limit="15").json["items"]
    told = [one["reasons"][0]["kind"] for one in first]
    hits = sum(one["image"]["id"] in pictures[::2] for one in first)
    assert hits >= 14, "the commonest would be of both crowds alike"
    assert told == ["people"] * 15


@pytest.mark.parametrize("how", ["wiped", "off", "one kind off"])
def test_a_list_goes_at_once_with_what_it_was_made_of(site: Site, bob: Person, pictures: list[str], how: str) -> None:
    learns(site)
    assert bob.id in lists_of(site)
    if how == "wiped":
        bob.delete("/me/tastes")
    else:
        bob.patch("/me/tastes", {"on": False} if how == "off" else {"records": {"like": False}})
    assert bob.id not in lists_of(site)
    learns(site)
    assert bob.id not in lists_of(site)


def test_who_wipes_while_others_are_counted_gets_no_list(site: Site, bob: Person, pictures: list[str]) -> None:
    with site.app.app_context(), reading():
        learnt = learnt_from(queries.strengths_of())
    assert learnt is not None
    assert bob.id in learnt.people
    bob.delete("/me/tastes")
    with site.app.app_context():
        keep(learnt, [bob.id])
    assert lists_of(site) == {}


def test_private_pictures_are_in_no_list_and_change_none(site: Site, bob: Person, pictures: list[str]) -> None:
    hidden = pictures[40:]
    for one in hidden:
        set_image(site, one, privacy="private", effective_privacy="private")
    learns(site)
    before = lists_of(site)
    assert not any(one in told for told in before.values() for one in hidden)
    likes(site, bob, hidden)
    learns(site)
    assert lists_of(site) == before


def test_what_only_two_people_like_is_told_to_nobody(site: Site, bob: Person, pictures: list[str]) -> None:
    with site.app.app_context(), reading():
        deeds = [deed for deed in queries.strengths_of() if deed[1] != pictures[40]]
    some = sorted({account_id for account_id, *_ in deeds})[:3]
    for count in (2, 3):
        learnt = learnt_from(deeds + [(account_id, pictures[40], 1.0) for account_id in some[:count]])
        assert learnt is not None
        told = [image_id for image_id, _ in fitting(learnt, {pictures[42]: 1.0, pictures[44]: 1.0}, most=60)]
        assert (pictures[40] in told) <= (count == 3)


def test_the_same_deeds_in_any_order_give_the_same(site: Site, bob: Person, pictures: list[str]) -> None:
    with site.app.app_context(), reading():
        deeds = list(queries.strengths_of())
    done = dict.fromkeys(pictures[:10:2], 1.0)
    lists = []
    for seed in range(2):
        learnt = learnt_from(random.Random(seed).sample(deeds, len(deeds)))
        assert learnt is not None
        lists.append(fitting(learnt, done, most=20))
    assert lists[0] == lists[1] != []


def test_nothing_is_learnt_from_few_and_what_was_known_goes(site: Site, bob: Person, pictures: list[str]) -> None:
    learns(site)
    with site.app.app_context(), writing():
        some = list(db.session.scalars(db.select(Behaviour.account_id).distinct().limit(20)))
        db.session.execute(db.delete(Behaviour).where(Behaviour.account_id.in_(some)))
    learns(site)
    assert lists_of(site) == {}
