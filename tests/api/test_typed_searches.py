"""What is typed as `facet:value` is what is clicked, also for what must not be there; chips take each part away."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from PIL import Image

from tests.factories import picture
from tests.media.pictures import encoded, exif
from tests.people import Person
from tests.site import Site

RED, BLUE = (200, 25, 25), (30, 60, 200)


@pytest.fixture
def shelf(site: Site, alice: Person) -> dict[str, str]:
    """Three public pictures, known by a word."""
    wide, tall = (640, 400), (400, 640)
    made = {
        "boat": alice.adds(picture(size=wide, colour=RED), title="boat", tags=["sea"], rating="5", privacy="public"),
        "barn": alice.adds(picture(size=tall, colour=RED), title="barn", tags=["farm"], rating="3", privacy="public"),
        "lake": alice.adds(
            picture(size=wide, colour=BLUE), title="lake", tags=["sea"], taken_at="2024-05-01T10:00", privacy="public"
        ),
    }
    site.work_off()
    return made


def found(person: Person, **query: Any) -> dict[str, Any]:
    answer = person.get("/search", **query)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = json.loads(answer.data)
    return result


@pytest.mark.parametrize(
    ("q", "right"),
    [
        ("colour:red", "boat barn"),
        ("färg:röd", "boat barn"),
        ("colour:red layout:wide", "boat"),
        ("tag:sea -tag:farm", "boat lake"),
        ("tag:sea -colour:blue", "boat"),
        ("-tag:sea", "barn"),
        ("-layout:tall -colour:red", "lake"),
        ("taken:2024", "lake"),
        ("May 2024", "lake"),
        ("2024年5月", "lake"),
        ("sea in the spring of 2024", "lake"),
        ("farm maj 2024", ""),
        ("rating:4", "boat"),
        ("rating:>=3 layout:tall", "barn"),
        ("owner:alice tag:sea", "boat lake"),
        ("owner:nobody", ""),
    ],
)
def test_typed_facets_narrow(shelf: dict[str, str], visitor: Person, q: str, right: str) -> None:
    assert {item["id"] for item in found(visitor, q=q)["items"]} == {shelf[word] for word in right.split()}


def test_typed_and_clicked_are_the_same(shelf: dict[str, str], visitor: Person) -> None:
    typed = found(visitor, q="boat colour:red -tag:farm rating:4")
    clicked = found(visitor, q="boat", colour="red", without="tag:farm", rating_min=4)
    assert typed == clicked
    assert [item["id"] for item in typed["items"]] == [shelf["boat"]]


def test_each_typed_part_is_a_chip_that_can_be_taken_away(shelf: dict[str, str], visitor: Person) -> None:
    chips = found(visitor, q="colour:red -tag:farm layout:wide")["chips"]
    assert [(one["facet"], one["label"]) for one in chips] == [
        ("layout", "wide"),
        ("colour", "red"),
        ("tag", "not farm"),
    ]
    without_farm = dict(parse_qsl(chips[2]["query_without"]))
    assert without_farm == {"colour": "red", "layout": "wide"}
    less = found(visitor, **without_farm)
    assert [item["id"] for item in less["items"]] == [shelf["boat"]]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "“colour:reed” is nothing that can be asked for. Did you mean colour:red or colour:green?"),
        ("zh", "“colour:reed” 不是可用的筛选条件。您是不是想输入 colour:red 或 colour:green？"),
        ("sv", "”colour:reed” går inte att fråga efter. Menade du colour:red eller colour:green?"),
    ],
)
def test_a_wrong_value_is_told_with_what_was_meant(visitor: Person, language: str, said: str) -> None:
    answer = visitor.call(
        "GET", "/search", query_string={"q": "boat colour:reed"}, headers={"Accept-Language": language}
    )
    told = answer.json["notice"]
    assert (told["code"], told["word"], told["position"], told["message"]) == ("facet-unknown", "colour:reed", 5, said)


@pytest.mark.parametrize("without", ["tag", "tag:", "taken:2024", "rating:3", "nothing:x", "colour:reed"])
def test_what_cannot_be_asked_away_is_refused(visitor: Person, without: str) -> None:
    assert visitor.get("/search", without=without).status_code == 422


def test_more_values_than_may_be_clicked_may_not_be_typed(visitor: Person) -> None:
    assert visitor.get("/search", q="colour:red colour:blue colour:green colour:pink").status_code == 422


def test_what_may_not_be_seen_is_not_found_by_what_it_lacks(shelf: dict[str, str], alice: Person, bob: Person) -> None:
    alice.patch(f"/images/{shelf['lake']}", {"privacy": "private"})
    assert {item["id"] for item in found(bob, q="-tag:farm")["items"]} == {shelf["boat"]}
    assert found(bob, q="-tag:farm")["total"]["value"] == 1


def test_a_saved_search_keeps_what_was_typed(shelf: dict[str, str], site: Site, alice: Person) -> None:
    saved = alice.post("/saved-searches", {"name": "Sea", "query": "q=tag:sea -colour:blue"}).json
    answer = alice.get(f"/saved-searches/{saved['id']}/images").json
    assert [item["id"] for item in answer["items"]] == [shelf["boat"]]


def test_without_the_index_what_must_not_be_there_is_looked_up_in_the_tables(
    shelf: dict[str, str], site: Site, visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cms.index.base import IndexDown

    def away(*_asked: object, **_more: object) -> None:
        raise IndexDown("away")

    monkeypatch.setattr(type(site.app.extensions["backends"].index), "find", away)
    assert {item["id"] for item in found(visitor, q="-tag:farm")["items"]} == {shelf["boat"], shelf["lake"]}


@pytest.mark.parametrize(
    "q", ["place:Malmö", "place:malmo", "地点：马尔默", "plats:MALMÖ", "place:sweden", "place:瑞典"]
)
def test_a_place_has_its_name_in_every_language(site: Site, alice: Person, q: str) -> None:
    image_id = alice.adds(encoded(Image.new("RGB", (80, 60), (9, 99, 200)), "jpeg", exif=exif()))
    alice.adds()
    site.work_off()
    assert alice.ids("/search", q=q) == [image_id]
    assert alice.ids("/search", q=f"-{q}") != [image_id]


@pytest.mark.parametrize(
    "q", ["red volvo wide", "röd volvo bred", "红色 volvo 宽 2024年", "volvo AND red", "volvo NOT blue 2024"]
)
def test_colours_shapes_and_years_hold_among_words_that_are_no_things(site: Site, alice: Person, q: str) -> None:
    right = alice.adds(picture(size=(640, 400), colour=RED), title="volvo", taken_at="2024-05-01T10:00")
    alice.adds(picture(size=(400, 640), colour=BLUE), title="volvo", taken_at="2023-05-01T10:00")
    alice.adds(picture(size=(640, 400), colour=RED), title="saab", taken_at="2024-05-01T10:00")
    site.work_off()
    assert alice.ids("/search", q=q) == [right]


def test_words_for_a_time_are_a_chip_that_can_be_taken_away(shelf: dict[str, str], visitor: Person) -> None:
    answer = found(visitor, q="sea, May 2024")
    [chip] = [one for one in answer["chips"] if one["facet"] == "taken"]
    assert (chip["value"], dict(parse_qsl(chip["query_without"]))) == ("2024-05-01–2024-05-31", {"q": "sea"})
    clicked = found(visitor, q="sea", taken_from="2024-05-01", taken_to="2024-05-31")
    assert clicked == answer
