"""Words and facets over HTTP, each as far as the asker may see."""

import json
from typing import Any, get_args

import pytest
from PIL import Image

from cms.search.schemas import Sort
from tests.factories import picture
from tests.media.pictures import encoded, exif
from tests.people import Person
from tests.site import Site


def found(person: Person, **query: Any) -> dict[str, Any]:
    answer = person.get("/search", **query)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = json.loads(answer.data)
    return result


def ids(person: Person, **query: Any) -> list[str]:
    return [item["id"] for item in found(person, **query)["items"]]


@pytest.fixture
def shelf(site: Site, alice: Person) -> dict[str, str]:
    """Alice's pictures, all public, all grey so that only words say red or blue, known by a letter."""
    grey = [picture(colour=(120, 120, 120)) for _ in "abc"]
    a = {"title": "red dog", "tags": ["pet", "summer"], "rating": "5", "taken_at": "2024-05-01T10:00"}
    b = {"title": "red cat", "tags": ["pet"], "rating": "3", "taken_at": "2023-05-01T10:00"}
    c = {"title": "blue boat", "description": "a dog on board", "tags": ["sea"]}
    made = {
        letter: alice.adds(file, privacy="public", **fields)
        for letter, file, fields in zip("abc", grey, (a, b, c), strict=True)
    }
    site.work_off()
    return made


def test_words_are_found_in_every_field(shelf: dict[str, str], visitor: Person) -> None:
    assert ids(visitor, q="dog") == [shelf["a"], shelf["c"]]
    assert ids(visitor, q="summer") == [shelf["a"]]
    assert set(ids(visitor, q="alice")) == set(shelf.values())


@pytest.mark.parametrize(
    ("q", "right"),
    [
        ("red AND dog", "a"),
        ("dog NOT red", "c"),
        ("cat OR boat", "bc"),
        ("(cat OR boat) red", "b"),
        ('"red dog"', "a"),
        ('"dog red"', ""),
        ("summ*", "a"),
        ("NOT red", "c"),
    ],
)
def test_words_are_joined_as_typed(shelf: dict[str, str], visitor: Person, q: str, right: str) -> None:
    assert set(ids(visitor, q=q)) == {shelf[one] for one in right}


@pytest.mark.parametrize(
    ("facets", "right"),
    [
        ({"tag": "pet"}, "ab"),
        ({"tag": ["pet", "summer"]}, "a"),
        ({"owner": "alice", "tag": "sea"}, "c"),
        ({"owner": ["alice", "nobody"]}, "abc"),
        ({"rating_min": 3}, "ab"),
        ({"rating_min": 4}, "a"),
        ({"taken_from": "2024-01-01"}, "a"),
        ({"taken_to": "2023-05-01"}, "b"),
        ({"taken_from": "2023-05-02", "taken_to": "2024-04-30"}, ""),
        ({"layout": ["wide", "tall"], "category": "other"}, None),
    ],
)
def test_facets_narrow(shelf: dict[str, str], visitor: Person, facets: dict[str, Any], right: str | None) -> None:
    answer = set(ids(visitor, **facets))
    assert answer == {shelf[one] for one in right} if right is not None else answer <= set(shelf.values())


@pytest.mark.parametrize(
    ("sort", "right"),
    [("newest", "cba"), ("oldest", "abc"), ("rating", "abc"), ("taken", "abc"), ("relevance", "cba")],
)
def test_the_order_is_the_one_asked_for(shelf: dict[str, str], visitor: Person, sort: str, right: str) -> None:
    assert ids(visitor, sort=sort) == [shelf[one] for one in right]


def test_paging_gives_each_once_in_every_order(shelf: dict[str, str], visitor: Person) -> None:
    for sort in get_args(Sort):
        for q in ("", "red OR boat"):
            seen, cursor = [], None
            while True:
                page = found(visitor, q=q, sort=sort, limit=1, **({"cursor": cursor} if cursor else {}))
                seen += [item["id"] for item in page["items"]]
                cursor = page["next"]
                if cursor is None:
                    break
            assert seen == ids(visitor, q=q, sort=sort)


def test_what_is_counted_is_what_may_be_seen(shelf: dict[str, str], alice: Person, visitor: Person, site: Site) -> None:
    def counts(person: Person) -> list[Any]:
        answer = found(person, q='"red dog" OR "red cat"')
        tags = {one["key"]: one["count"] for one in answer["facets"]["tag"]}
        offered = {
            one["key"]: one["count"] for one in json.loads(person.get("/search/suggestions", q="pe").data)["items"]
        }
        listed = {one["key"]: one["count"] for one in json.loads(person.get("/tags").data)["items"]}
        return [answer["total"]["value"], tags.get("pet"), offered.get("pet"), listed.get("pet")]

    assert counts(visitor) == [2] * 4
    alice.patch(f"/images/{shelf['a']}", {"privacy": "private"})
    assert counts(visitor) == [1] * 4
    site.work_off()
    assert (counts(visitor), counts(alice)) == ([1] * 4, [2] * 4)


def test_mine_is_for_who_is_logged_in(shelf: dict[str, str], alice: Person, bob: Person, visitor: Person) -> None:
    assert len(ids(alice, scope="mine")) == 3
    assert ids(bob, scope="mine") == []
    assert visitor.get("/search", scope="mine").status_code == 401


def test_chips_say_what_was_asked_and_what_is_left_without(shelf: dict[str, str], visitor: Person) -> None:
    chips = found(visitor, q="xyzzy", tag=["pet", "summer"], rating_min=2)["chips"]
    assert [(one["facet"], one["value"], one["query_without"]) for one in chips] == [
        ("tag", "pet", "q=xyzzy&tag=summer&rating_min=2"),
        ("tag", "summer", "q=xyzzy&tag=pet&rating_min=2"),
        ("rating", "2", "q=xyzzy&tag=pet&tag=summer"),
    ]


def test_words_that_are_known_are_chips_too(shelf: dict[str, str], site: Site, alice: Person, visitor: Person) -> None:
    answer = found(visitor, q="red dog 2024", sort="newest")
    assert [item["id"] for item in answer["items"]] == [shelf["a"]]
    assert [(one["facet"], one["value"], one["query_without"]) for one in answer["chips"]] == [
        ("colour", "red", "q=dog+2024&sort=newest"),
        ("tag", "dog", "q=red+2024&sort=newest"),
        ("taken", "2024", "q=red+dog&sort=newest"),
    ]
    assert ids(visitor, q="dog", sort="score") == ids(visitor, q="狗") == [shelf["a"], shelf["c"]]
    (last,) = found(visitor, q="red")["chips"]
    assert last["query_without"] == ""
    blue = alice.adds(picture(colour=(10, 20, 230)), title="sea", privacy="public")
    site.work_off()
    assert ids(visitor, q="蓝色 wide") == ids(visitor, q="blå liggande")
    assert blue in ids(visitor, q="blue wide")


def test_known_words_find_the_same_in_every_language_and_anything_narrower(
    shelf: dict[str, str], site: Site, alice: Person, visitor: Person
) -> None:
    for words in (("dog", "狗", "hund", "dogs", "hundar"), ("cat", "猫", "貓", "katt"), ("boat", "小船", "båt")):
        answers = [ids(visitor, q=word) for word in words]
        assert answers[0]
        assert answers == [answers[0]] * len(words)
    assert ids(visitor, q="animal") == ids(visitor, q="动物") == [shelf["b"], shelf["a"], shelf["c"]]
    assert ids(visitor, q="cat animal") == [shelf["b"]]
    poodle = alice.adds(title="x", tags=["标准贵宾犬"], privacy="public")
    site.work_off()
    assert ids(visitor, q="standard poodle") == ids(visitor, q="storpudel") == [poodle]
    assert poodle in ids(visitor, q="dog")


def test_the_chip_of_an_album_says_its_title_though_nothing_is_found(alice: Person, visitor: Person) -> None:
    open_one, own = (
        alice.post("/albums", {"title": title, "category": "other", "privacy": level}).json["id"]
        for title, level in (("Harbour", "public"), ("Diary", "private"))
    )

    def labels(person: Person) -> list[str]:
        return [one["label"] for one in found(person, q="nothing", album=[open_one, own])["chips"]]

    assert labels(alice) == ["Harbour", "Diary"]
    assert labels(visitor) == ["Harbour", own]


def test_the_chip_of_an_album_without_hits_says_its_title_beside_one_with_hits(site: Site, alice: Person) -> None:
    image_id = alice.adds(privacy="public")
    ids = [
        alice.post("/albums", {"title": title, "category": "other", "images": images}).json["id"]
        for title, images in (("Full", [image_id]), ("Empty", []))
    ]
    site.work_off()
    answer = found(alice, album=ids)
    assert [one["id"] for one in answer["items"]] == [image_id]
    assert [one["label"] for one in answer["chips"]] == ["Full", "Empty"]


def test_a_camera_is_suggested_to_the_owner_alone(site: Site, alice: Person, bob: Person, visitor: Person) -> None:
    file = encoded(Image.new("RGB", (80, 60), (9, 99, 200)), "jpeg", exif=exif())
    image_id = alice.adds(file, privacy="public")
    site.work_off()

    def offered(person: Person) -> list[tuple[str, str, int]]:
        items = json.loads(person.get("/search/suggestions", q="secretmod").data)["items"]
        return [(one["kind"], one["label"], one["count"]) for one in items]

    assert offered(alice) == [("camera", "Secretmaker Secretmodel", 1)]
    assert ids(alice, camera="Secretmaker Secretmodel") == [image_id]
    assert offered(bob) == offered(visitor) == []


def test_a_broken_query_says_which_word_and_what_was_understood(shelf: dict[str, str], visitor: Person) -> None:
    notice = found(visitor, q='dog AND ( "red')["notice"]
    assert (notice["code"], notice["word"], notice["position"]) == ("words-changed", "red", 10)
    assert notice["understood"] == 'dog "red"'
    assert found(visitor, q="***")["notice"]["code"] == "nothing-to-search"
    for facets in ({"without": "cat"}, {"without": ":"}, {"colour": "nothing"}):
        assert visitor.get("/search", q="***", **facets).status_code == 422, facets


def test_colours_are_found_by_name_and_code_best_share_first(site: Site, alice: Person) -> None:
    much = alice.adds(picture(colour=(220, 20, 20)))
    site.work_off()
    assert ids(alice, colour="red") == ids(alice, colour="#dc1414") == [much]
    assert ids(alice, colour="blue") == ids(alice, colour="#0000ff") == []
    assert ids(alice, colour="red:99") == []


def striped(*colours: tuple[int, int, int]) -> bytes:
    """A picture of equal stripes."""
    whole = Image.new("RGB", (100 * len(colours), 300))
    for place, colour in enumerate(colours):
        whole.paste(colour, (100 * place, 0, 100 * place + 100, 300))
    return encoded(whole, "png")


def test_the_shares_of_neighbouring_shades_are_added_up(site: Site, alice: Person) -> None:
    shades, alone = ((200, 20, 20), (228, 28, 28)), ((200, 20, 20), (20, 40, 200), (240, 240, 240))
    both, one = alice.adds(striped(*shades, *alone[1:])), alice.adds(striped(*alone, (30, 120, 40)))
    site.work_off()
    assert set(ids(alice, colour="#d21818")) == set(ids(alice, colour="#d21818:15")) == {both, one}
    assert ids(alice, colour="#d21818:40") == [both]
    assert ids(alice, without="colour:#d21818:40") == [one]
    assert ids(alice, colour="#d21818:60") == []


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a" * 10_000},
        {"q": "dog " * 200},
        {"cursor": "forged"},
        {"limit": "-1"},
        {"colour": "nocolour"},
        {"colour": "red:x"},
        {"sort": "nosort"},
        {"rating_min": "x"},
        {"taken_from": "yesterday"},
        {"layout": "round"},
        {"category": "nothing"},
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_field(visitor: Person, query: dict[str, str]) -> None:
    answer = visitor.get("/search", **query)
    assert answer.status_code == 422
    assert json.loads(answer.data)["errors"][0]["field"].split(".")[0] == next(iter(query))


@pytest.mark.parametrize(
    "q", ["*" * 1000, "'; DROP TABLE images; --", '{"match_all":{}}', "NOT", ")(", "\u202e\u0301%_\\", "a\u0000b"]
)
def test_any_words_are_only_words(visitor: Person, q: str) -> None:
    assert visitor.get("/search", q=q).status_code == 200
    assert visitor.get("/search/suggestions", q=q).status_code == 200
    assert visitor.get("/tags", q=q[:60]).status_code == 200
