"""GET /me/timeline: the skeleton of one's pictures by day."""

from tests.factories import picture
from tests.people import Person


def test_pictures_stand_by_the_day_they_were_taken_newest_first(alice: Person) -> None:
    old = alice.adds(taken_at="2020-02-29T23:59:59+14:00")
    new = alice.adds(taken_at="2024-05-06T00:00:00")
    late = alice.adds(taken_at="2024-05-06T12:00:00-08:00")
    line = alice.get("/me/timeline").json
    assert line["days"] == [{"day": "2024-05-06", "count": 2}, {"day": "2020-02-29", "count": 1}]
    assert (line["count"], line["ids"]) == (3, [late, new, old])


def test_each_has_its_shape_so_that_all_can_be_laid_out(alice: Person) -> None:
    alice.adds(picture(size=(320, 200)))
    assert alice.get("/me/timeline").json["aspects"] == [1.6]


def test_it_holds_ones_own_pictures_alone(alice: Person, bob: Person) -> None:
    alice.adds(privacy="public")
    assert bob.get("/me/timeline").json == {"count": 0, "days": [], "ids": [], "aspects": []}


def test_a_visitor_has_none(visitor: Person) -> None:
    assert visitor.get("/me/timeline").status_code == 401
