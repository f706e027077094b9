"""Words of people and those of the machine, searched apart or together."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from PIL import Image

from cms.index.base import IndexDown
from tests.factories import picture
from tests.media.pictures import encoded, exif
from tests.people import Person
from tests.site import Site

RED, GREY = (200, 25, 25), (120, 120, 120)


@pytest.fixture
def shelf(site: Site, alice: Person) -> dict[str, str]:
    """Public pictures: one that is red, one that somebody calls so, and one that is both; one taken in Malmö."""
    made = {
        "seen": alice.adds(picture(colour=RED), title="Boat", privacy="public"),
        "said": alice.adds(picture(colour=GREY), title="Red, as they say", tags=["zorvan"], privacy="public"),
        "both": alice.adds(picture(colour=RED), title="Red", privacy="public"),
        "there": alice.adds(encoded(Image.new("RGB", (80, 60), GREY), "jpeg", exif=exif()), privacy="public"),
        "named": alice.adds(picture(colour=GREY), description="From Malmö", privacy="public"),
    }
    site.work_off()
    return made


def found(person: Person, language: str = "en", **query: Any) -> dict[str, Any]:
    answer = person.call("GET", "/search", query_string=query, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = json.loads(answer.data)
    return result


def names(shelf: dict[str, str], person: Person, **query: Any) -> set[str]:
    by_id = {image_id: name for name, image_id in shelf.items()}
    return {by_id[item["id"]] for item in found(person, **query)["items"]}


def test_a_known_word_is_what_people_say_or_what_the_machine_sees(shelf: dict[str, str], visitor: Person) -> None:
    for q in ("red", "红", "röd"):
        assert names(shelf, visitor, q=q) == {"seen", "said", "both"}
        assert names(shelf, visitor, q=q, words="written") == {"said", "both"}
        assert names(shelf, visitor, q=q, words="generated") == {"seen", "both"}


def test_other_words_are_found_where_they_were_asked_for(shelf: dict[str, str], visitor: Person) -> None:
    for q in ("malmö", "malmo", "NOT malmö"):
        answers = {words: names(shelf, visitor, q=q, words=words) for words in ("all", "written", "generated")}
        of_malmo = {"all": {"there", "named"}, "written": {"named"}, "generated": {"there"}}
        whole = set(shelf) if q.startswith("NOT") else set()
        assert answers == {words: whole - ids if whole else ids for words, ids in of_malmo.items()}


def test_own_tags_and_the_owners_name_are_written(shelf: dict[str, str], visitor: Person) -> None:
    assert names(shelf, visitor, q="zorvan", words="written") == {"said"}
    assert names(shelf, visitor, q="zorvan", words="generated") == set()
    assert names(shelf, visitor, q="alice", words="written") == set(shelf)
    assert names(shelf, visitor, q="alice", words="generated") == set()


def test_a_category_is_the_machines_until_somebody_chooses(shelf: dict[str, str], site: Site, alice: Person) -> None:
    alice.patch(f"/images/{shelf['said']}", {"category": "food"})
    site.work_off()
    assert "said" in names(shelf, alice, q="food", words="written")
    assert "said" not in names(shelf, alice, q="food", words="generated")
    assert "said" in names(shelf, alice, q="mat")


def test_file_names_are_of_neither(site: Site, alice: Person) -> None:
    image_id = alice.adds(picture(colour=GREY), name="quirk.jpg")
    site.work_off()
    ids = [
        [one["id"] for one in found(alice, q="quirk", words=words)["items"]]
        for words in ("all", "written", "generated")
    ]
    assert ids == [[image_id], [], []]


@pytest.mark.parametrize("typed", ["words:written red", "ord:skrivna red", "red 来源：人写"])
def test_it_is_typed_in_each_language_and_a_chip_takes_it_away(
    shelf: dict[str, str], visitor: Person, typed: str
) -> None:
    answer = found(visitor, q=typed)
    [chip] = [chip for chip in answer["chips"] if chip["facet"] == "words"]
    assert (chip["value"], chip["label"]) == ("written", "written by people")
    assert dict(parse_qsl(chip["query_without"])) == {"q": "red"}
    assert names(shelf, visitor, q=typed) == {"said", "both"}


@pytest.mark.parametrize(("language", "label"), [("zh", "机器生成的"), ("sv", "gjorda av maskinen")])
def test_the_chip_speaks_the_readers_language(visitor: Person, language: str, label: str) -> None:
    assert [chip["label"] for chip in found(visitor, language, words="generated")["chips"]] == [label]


def test_a_saved_search_and_its_count_keep_to_it(shelf: dict[str, str], alice: Person) -> None:
    saved = alice.post("/saved-searches", {"name": "Said", "query": "q=red&words=written"}).json
    assert saved["total"]["value"] == 2
    items = alice.get(f"/saved-searches/{saved['id']}/images").json["items"]
    assert {item["id"] for item in items} == {shelf["said"], shelf["both"]}


def test_without_the_index_people_s_words_are_looked_up_in_the_tables_and_of_the_machine_s_its_tags(
    shelf: dict[str, str], site: Site, visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_asked: object, **_more: object) -> None:
        raise IndexDown("away")

    monkeypatch.setattr(type(site.app.extensions["backends"].index), "find", away)
    assert names(shelf, visitor, q="malmö", words="written") == {"named"}
    assert names(shelf, visitor, q="zorvan", words="written") == {"said"}
    assert names(shelf, visitor, q="zorvan", words="generated") == set()
    assert names(shelf, visitor, q="boat", words="generated") == set()


def test_what_is_no_origin_is_refused(visitor: Person) -> None:
    assert visitor.get("/search", words="mine").status_code == 422
