"""Searching for colours before and behind: typed, clicked and said in words, the same in three languages."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from cms.settings import Settings
from tests.api.test_grounds import BLUE, RED, WHITE, disc
from tests.people import Person
from tests.site import Site

WIDE, TALL = (600, 400), (400, 600)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Grounds are told."""
    return settings.model_copy(update={"vision_ground": "grounds"})


@pytest.fixture
def shelf(site: Site, alice: Person) -> dict[str, str]:
    """Discs on grounds, all public; the last is known by its colours as a whole alone."""
    made = {
        "red on white": alice.adds(disc(RED, WHITE, size=WIDE), taken_at="2024-05-01T10:00", privacy="public"),
        "red on white, tall": alice.adds(disc(RED, WHITE, size=TALL), taken_at="2024-05-02T10:00", privacy="public"),
        "red on white, old": alice.adds(
            disc(RED, WHITE, size=(500, 400)), taken_at="2019-05-02T10:00", privacy="public"
        ),
        "white on red": alice.adds(disc(WHITE, RED, size=WIDE), taken_at="2024-05-03T10:00", privacy="public"),
        "blue on white": alice.adds(disc(BLUE, WHITE, size=WIDE), taken_at="2024-05-04T10:00", privacy="public"),
    }
    site.work_off()
    return made


def found(person: Person, shelf: dict[str, str], **query: Any) -> set[str]:
    names = {image_id: name for name, image_id in shelf.items()}
    return {names[image_id] for image_id in person.ids("/search", **query)}


REDS_ON_WHITE = {"red on white", "red on white, tall", "red on white, old"}


@pytest.mark.parametrize(
    "q",
    [
        "red on white, wide, 2024",
        "röd på vitt, liggande, 2024",
        "白底红色，横图，2024年",
        "白色背景红色 横图 2024",
        "colour:red@foreground colour:white@background layout:wide taken:2024",
        "färg:röd@förgrund färg:vit@bakgrund format:liggande tagen:2024",
        "颜色:红@前景 颜色:白@背景 版式:横图 拍摄:2024",
    ],
)
def test_red_on_white_wide_2024_is_the_same_set_in_every_language(
    shelf: dict[str, str], visitor: Person, q: str
) -> None:
    assert found(visitor, shelf, q=q) == {"red on white"}


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ({"colour": "red@background"}, {"white on red"}),
        ({"colour": "red@foreground"}, REDS_ON_WHITE),
        ({"colour": "red@foreground", "without": "layout:tall"}, REDS_ON_WHITE - {"red on white, tall"}),
        ({"colour": ["red@foreground", "white@background"]}, REDS_ON_WHITE),
        ({"colour": ["red@foreground", "white@foreground"]}, set()),
        ({"colour": "#c81919:80@foreground"}, REDS_ON_WHITE),
        ({"colour": "c81919@background"}, {"white on red"}),
        ({"colour": "white:90@background"}, {*REDS_ON_WHITE, "blue on white"}),
        ({"q": "-colour:red@background"}, {*REDS_ON_WHITE, "blue on white"}),
        ({"colour": "white", "without": ["colour:white@background"]}, {"white on red"}),
        ({"q": "white background"}, {*REDS_ON_WHITE, "blue on white"}),
        ({"q": "red white"}, {*REDS_ON_WHITE, "white on red"}),
        ({"q": "红色前景"}, REDS_ON_WHITE),
    ],
)
def test_a_colour_is_asked_for_where_it_lies(
    shelf: dict[str, str], visitor: Person, query: dict[str, Any], right: set[str]
) -> None:
    assert found(visitor, shelf, **query) == right


@pytest.mark.parametrize("colour", ["red@sky", "red@", "@background", "red:101@background", "red:x@background"])
def test_what_lies_nowhere_is_refused(visitor: Person, colour: str) -> None:
    answer = visitor.get("/search", colour=colour)
    assert answer.status_code == 422
    assert "@background" in answer.text


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["red in the foreground", "white ≥ 30 % in the background"]),
        ("zh", ["前景红色", "背景白色 ≥ 30 %"]),
        ("sv", ["röd i förgrunden", "vit ≥ 30 % i bakgrunden"]),
    ],
)
def test_chips_say_where_a_colour_lies(visitor: Person, language: str, labels: list[str]) -> None:
    asked = {"colour": ["red@foreground", "white:30@background"]}
    chips = visitor.call("GET", "/search", query_string=asked, headers={"Accept-Language": language}).json["chips"]
    assert [one["label"] for one in chips] == labels
    assert dict(parse_qsl(chips[0]["query_without"])) == {"colour": "white:30@background"}


def test_each_part_of_a_phrase_is_a_chip(shelf: dict[str, str], visitor: Person) -> None:
    chips = visitor.get("/search", q="red on white, wide").json["chips"]
    assert [(one["facet"], one["value"], one["label"]) for one in chips] == [
        ("colour", "red@foreground", "red in the foreground"),
        ("colour", "white@background", "white in the background"),
        ("layout", "wide", "wide"),
    ]
    without_red = dict(parse_qsl(chips[0]["query_without"]))
    assert found(visitor, shelf, **without_red) == {"red on white", "red on white, old", "blue on white"}
    without_wide = dict(parse_qsl(chips[2]["query_without"]))
    assert found(visitor, shelf, **without_wide) == REDS_ON_WHITE


def test_where_a_colour_lies_is_no_word_of_a_picture(shelf: dict[str, str], visitor: Person) -> None:
    assert found(visitor, shelf, q="background xyzzy OR foreground") == set()


def test_facets_count_colours_of_the_whole_picture_only(shelf: dict[str, str], visitor: Person) -> None:
    counted = visitor.get("/search").json["facets"]
    counts = {one["key"]: one["count"] for one in counted["colour"]}
    assert (counts["white"], counts["red"], counts["blue"]) == (5, 4, 1)
    assert not any("@" in key or "-" in key for key in counts)
    assert not any("ground" in kind for kind in counted)


def test_the_largest_share_of_a_ground_comes_first(site: Site, alice: Person) -> None:
    small, large = (alice.adds(disc(RED, BLUE, wide=wide), privacy="public") for wide in (0.2, 0.4))
    site.work_off()
    by_background = alice.get("/search", colour="blue@background").json["items"]
    assert {one["id"] for one in by_background} == {small, large}
    shares = [one["background_colours"][0]["share"] for one in by_background]
    assert shares == sorted(shares, reverse=True)


def test_pictures_whose_grounds_are_not_told_are_found_by_the_whole(
    shelf: dict[str, str], site: Site, alice: Person, visitor: Person
) -> None:
    assert alice.patch("/me", {"understanding": False}).status_code == 200
    assert alice.post(f"/images/{shelf['white on red']}/classification").status_code == 202
    site.work_off()
    assert found(visitor, shelf, colour="red@background") == set()
    assert found(visitor, shelf, colour=["red", "white"]) == {*REDS_ON_WHITE, "white on red"}


def test_what_may_not_be_seen_is_not_found_by_its_background(
    shelf: dict[str, str], site: Site, alice: Person, bob: Person
) -> None:
    alice.patch(f"/images/{shelf['white on red']}", {"privacy": "private"})
    assert found(bob, shelf, colour="red@background") == set()
    site.work_off()
    assert found(bob, shelf, colour="red@background") == set()
    assert found(alice, shelf, colour="red@background") == {"white on red"}
