"""The cities of the world by the beginning of their names, to be the place of pictures."""

from tests.people import Person


def found(person: Person, q: str, language: str = "en", **more: str) -> list[dict[str, str]]:
    answer = person.call("GET", "/places", query_string={"q": q, **more}, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return list(answer.json["items"])


def test_a_city_is_found_by_its_name_in_any_language_and_told_in_ones_own(alice: Person) -> None:
    for typed in ("Malmö", "malmo", "马尔默", "馬爾默"):
        assert found(alice, typed)[0] == {"id": "2692969", "label": "Malmö, Sweden"}
    assert found(alice, "malmo", "zh")[0]["label"] == "马尔默, 瑞典"
    assert found(alice, "stockholm", "sv")[0]["label"] == "Stockholm, Sverige"


def test_few_are_offered_the_largest_first_and_none_for_nothing(alice: Person) -> None:
    assert [one["label"] for one in found(alice, "paris", limit="1")] == ["Paris, France"]
    assert len(found(alice, "a")) == 8
    assert found(alice, " ") == found(alice, "[*]") == []


def test_what_is_too_long_or_too_many_is_refused(alice: Person) -> None:
    assert alice.get("/places", q="a" * 101).status_code == 422
    assert alice.get("/places", q="a", limit="21").status_code == 422
