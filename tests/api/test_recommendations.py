"""What people are recommended: by tags and by likeness, each with why, steered by them, of what they may see now."""

from typing import Any

import pytest

from cms.events import Occurred, TakenBack, announce
from cms.extensions import db
from cms.recommendations.models import Behaviour, Neighbour
from cms.tags.queries import relations
from cms.transaction import reading, writing
from tests.factories import picture
from tests.people import Person
from tests.site import Site, Statements


def shown(site: Site, person: Person, number: int, **fields: Any) -> str:
    """A picture that everyone may see."""
    image_id = person.adds(picture(number=number), privacy="public", **fields)
    site.work_off("prepare-image", "classify-image")
    return image_id


@pytest.fixture
def bob(site: Site) -> Person:
    return site.person("bob", understanding=False)


@pytest.fixture
def potter(site: Site) -> Person:
    return site.person("potter", understanding=False)


@pytest.fixture
def cups(site: Site, potter: Person) -> list[str]:
    """Pictures of cups among those of trees, all of one owner."""
    made = [shown(site, potter, number, tags="cup") for number in range(4)]
    for number in range(10, 14):
        shown(site, potter, number, tags="tree")
    return made


def says(site: Site, person: Person, image_id: str, occasion: Any = "like", *, back: bool = False) -> None:
    """What the features of likes, collections and comments tell."""
    with site.app.app_context(), writing():
        if back:
            announce(TakenBack(occasion, person.id, "image", image_id))
        else:
            announce(Occurred(occasion, "", person.id, "image", image_id))


def recommended(person: Person, **query: Any) -> list[dict[str, Any]]:
    answer = person.get("/recommendations", **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["items"]
    return found


def ids_of(items: list[dict[str, Any]]) -> list[str]:
    return [one["image"]["id"] for one in items]


def of_tag(items: list[dict[str, Any]], key: str) -> list[str]:
    return [one["image"]["id"] for one in items if key in [tag["key"] for tag in one["image"]["tags"]]]


def test_what_is_liked_brings_more_of_its_tag_first_and_says_so(site: Site, bob: Person, cups: list[str]) -> None:
    says(site, bob, cups[0])
    found = recommended(bob)
    assert set(ids_of(found[:3])) == set(cups[1:])
    assert {"kind": "tag", "text": "cup", "ref": "cup"} in found[0]["reasons"]
    assert cups[0] not in ids_of(found)


def test_a_tag_that_no_vocabulary_knows_is_told_in_words(site: Site, bob: Person, potter: Person) -> None:
    made = [shown(site, potter, number, tags="Garden Gate") for number in range(2)]
    says(site, bob, made[0])
    assert {"kind": "tag", "text": "garden gate", "ref": "garden-gate"} in recommended(bob)[0]["reasons"]
    assert [one["label"] for one in bob.get("/me/tastes").get_json()["tastes"]] == ["garden gate"]


def test_somebody_of_whom_nothing_is_known_gets_the_newest_of_others(bob: Person, cups: list[str]) -> None:
    found = recommended(bob)
    assert len(found) == 8
    assert {one["reasons"][0]["kind"] for one in found} == {"new"}


def test_picks_are_of_every_category(site: Site, bob: Person, potter: Person) -> None:
    for number, category in enumerate(["food"] * 30 + ["animal", "anime"]):
        shown(site, potter, number, category=category)
    picks = bob.get("/recommendations/picks").get_json()["items"]
    assert len(picks) == 24
    assert {one["category"]["key"] for one in picks[:3]} == {"food", "animal", "anime"}


def test_what_was_taken_back_says_nothing_any_more(site: Site, bob: Person, cups: list[str]) -> None:
    says(site, bob, cups[0])
    says(site, bob, cups[0], back=True)
    assert {one["reasons"][0]["kind"] for one in recommended(bob)} == {"new"}


@pytest.mark.parametrize("verdict", ["less", "hide"])
def test_a_hidden_picture_is_gone_from_the_next_page_on(site: Site, bob: Person, cups: list[str], verdict: str) -> None:
    says(site, bob, cups[0])
    assert bob.post("/recommendations/feedback", {"image": cups[1], "verdict": verdict}).status_code == 204
    assert cups[1] not in ids_of(recommended(bob))


def test_less_of_this_puts_its_tag_behind_the_others(site: Site, bob: Person, cups: list[str]) -> None:
    says(site, bob, cups[0])
    bob.post("/recommendations/feedback", {"image": cups[1], "verdict": "less"})
    found = recommended(bob)
    assert of_tag(found, "cup") == []
    assert len(of_tag(found, "tree")) == 4


def test_the_last_word_on_a_picture_counts(site: Site, bob: Person, cups: list[str]) -> None:
    for verdict in ("less", "more", "more"):
        bob.post("/recommendations/feedback", {"image": cups[1], "verdict": verdict})
    assert set(of_tag(recommended(bob)[:3], "cup")) == set(cups) - {cups[1]}
    with site.app.app_context(), reading():
        assert [row.deed for row in db.session.scalars(db.select(Behaviour))] == ["more"]


@pytest.mark.parametrize("verdict", ["more", "less", "hide"])
def test_what_was_said_of_a_picture_can_be_taken_back(site: Site, bob: Person, cups: list[str], verdict: str) -> None:
    says(site, bob, cups[0])
    before = ids_of(recommended(bob))
    bob.post("/recommendations/feedback", {"image": cups[1], "verdict": verdict})
    assert ids_of(recommended(bob)) != before
    for image_id in (cups[1], cups[1], "none"):
        assert bob.delete(f"/recommendations/feedback/{image_id}").status_code == 204
    assert ids_of(recommended(bob)) == before


def test_nothing_of_a_picture_that_was_made_private_and_nothing_because_of_it(
    site: Site, bob: Person, potter: Person, cups: list[str]
) -> None:
    says(site, bob, cups[0])
    potter.patch(f"/images/{cups[1]}", {"privacy": "private"})
    assert cups[1] not in ids_of(recommended(bob))
    potter.patch(f"/images/{cups[0]}", {"privacy": "private"})
    assert {one["reasons"][0]["kind"] for one in recommended(bob)} == {"new"}


@pytest.mark.parametrize("tie", ["block", "mute"])
def test_nothing_of_whom_one_wants_nothing(site: Site, bob: Person, cups: list[str], tie: str) -> None:
    says(site, bob, cups[0])
    assert bob.put(f"/me/{tie}s/potter").status_code in (200, 204)
    assert recommended(bob) == []
    assert bob.get("/recommendations/picks").get_json()["items"] == []


def test_nothing_of_who_blocked_somebody(site: Site, bob: Person, potter: Person, cups: list[str]) -> None:
    says(site, bob, cups[0])
    potter.put("/me/blocks/bob")
    assert recommended(bob) == []


def test_own_pictures_are_not_recommended(site: Site, potter: Person, cups: list[str]) -> None:
    assert recommended(potter) == []


def test_pages_hold_each_picture_once(site: Site, bob: Person, cups: list[str]) -> None:
    says(site, bob, cups[0])
    seen: list[str] = []
    page = bob.get("/recommendations", limit=2).get_json()
    while page["next"]:
        seen += ids_of(page["items"])
        page = bob.get("/recommendations", limit=2, cursor=page["next"]).get_json()
    seen += ids_of(page["items"])
    assert seen == ids_of(recommended(bob))
    assert len(set(seen)) == len(seen) == 7


def test_a_view_counts_a_little_and_less_often_again(site: Site, bob: Person, cups: list[str]) -> None:
    assert bob.post(f"/images/{cups[0]}/views").status_code == 204
    found = ids_of(recommended(bob))
    assert set(found[:3]) == set(cups[1:])
    assert found[3] == cups[0] or cups[0] in found[3:]


def test_what_is_switched_off_is_wiped_and_not_recorded(site: Site, bob: Person, cups: list[str]) -> None:
    bob.post(f"/images/{cups[0]}/views")
    told = bob.patch("/me/tastes", {"records": {"view": False}}).get_json()
    assert [deed for deed, is_recorded in told["records"].items() if not is_recorded] == ["view"]
    assert told["tastes"] == []
    bob.post(f"/images/{cups[0]}/views")
    assert bob.get("/me/tastes").get_json()["tastes"] == []
    bob.patch("/me/tastes", {"records": {"view": True}})
    bob.post(f"/images/{cups[0]}/views")
    assert [one["key"] for one in bob.get("/me/tastes").get_json()["tastes"]] == ["cup"]


def test_recommendations_can_be_switched_off(site: Site, bob: Person, cups: list[str]) -> None:
    says(site, bob, cups[0])
    assert bob.patch("/me/tastes", {"on": False}).get_json()["on"] is False
    answer = bob.get("/recommendations").get_json()
    assert (answer["items"], answer["next"], answer["on"]) == ([], None, False)
    bob.patch("/me/tastes", {"on": True})
    assert recommended(bob) != []


def test_tastes_are_edited_reset_and_wiped(site: Site, bob: Person, cups: list[str]) -> None:
    says(site, bob, cups[0])
    assert bob.patch("/me/tastes", {"tastes": [{"key": "cup", "factor": 0}]}).status_code == 200
    assert all(one["reasons"][0]["kind"] == "new" for one in recommended(bob))
    bob.patch("/me/tastes", {"tastes": [{"key": "Tree", "factor": 2}]})
    found = recommended(bob)
    assert len(of_tag(found[:4], "tree")) == 4
    assert bob.delete("/me/tastes").status_code == 204
    assert bob.get("/me/tastes").get_json()["tastes"] == []
    assert {one["reasons"][0]["kind"] for one in recommended(bob)} == {"new"}


def test_wrong_words_are_refused(bob: Person) -> None:
    assert bob.post("/recommendations/feedback", {"image": "x", "verdict": "more"}).status_code == 404
    assert bob.post("/recommendations/feedback", {"image": "x", "verdict": "love"}).status_code == 422
    assert bob.patch("/me/tastes", {"tastes": [{"key": "a", "factor": 3}]}).status_code == 422
    assert bob.get("/recommendations", cursor="nonsense").status_code == 422


def test_a_page_costs_seven_statements(site: Site, bob: Person, cups: list[str]) -> None:
    says(site, bob, cups[0])
    recommended(bob)
    with site.app.app_context():
        engine = db.engine
        relations()  # read anew twice a minute, and not by every page
    with Statements(engine) as run:
        assert len(recommended(bob)) == 7
    assert len(run) <= 7, run


def test_neighbours_go_with_their_pictures(site: Site, bob: Person, potter: Person, cups: list[str]) -> None:
    with site.app.app_context(), writing():
        db.session.add_all(
            Neighbour(image_id=cups[0], neighbour_id=one, rank=rank) for rank, one in enumerate(cups[1:])
        )
    says(site, bob, cups[0])
    assert {"kind": "image", "text": "", "ref": cups[0]} in recommended(bob)[0]["reasons"]
    for image_id in cups[:2]:
        assert potter.delete(f"/images/{image_id}", forever="true").status_code == 204
    with site.app.app_context(), reading():
        assert db.session.scalars(db.select(Neighbour)).all() == []
        assert db.session.scalars(db.select(Behaviour)).all() == []
