"""Whatever goes wrong is told as problem+json that bears the request's id; as a page to who looks with a browser."""

import re

import pytest
from werkzeug.routing import Rule

from tests.factories import picture
from tests.people import API, Person
from tests.site import Site

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def api_rules(site: Site) -> list[Rule]:
    return [rule for rule in site.app.url_map.iter_rules() if rule.rule.startswith(API)]


def address(rule: Rule) -> str:
    """The rule with something in each of its places."""
    words = re.sub(r"<any\('([^']*)'[^>]*>", r"\1", rule.rule)
    return re.sub("<[^>]*>", "x", words).removeprefix(API)


def is_problem(answer: object, status: int) -> bool:
    """Whether the answer says what went wrong, whole and alike everywhere."""
    body = answer.json
    return (
        (answer.status_code, answer.content_type, body["status"]) == (status, "application/problem+json", status)
        and body["request_id"] == answer.headers["X-Request-ID"]
        and all(isinstance(body[name], str) and body[name] for name in ("type", "title", "detail", "request_id"))
        and answer.headers["Cache-Control"] == "private, no-store"
    )


def test_a_method_that_an_address_does_not_know_is_refused(site: Site, alice: Person) -> None:
    routing = site.app.url_map.bind("localhost")
    for path in {address(rule) for rule in api_rules(site)}:
        methods = set(routing.allowed_methods(API + path))
        for method in set(METHODS) - methods:
            answer = alice.call(method, path)
            assert is_problem(answer, 405), (method, path)
            assert set(answer.headers["Allow"].split(", ")) == methods


def test_every_address_tells_a_visitor_in_the_same_form(site: Site, visitor: Person) -> None:
    refused = 0
    for rule in api_rules(site):
        for method in sorted((rule.methods or set()) & set(METHODS)):
            answer = visitor.call(method, address(rule))
            if answer.status_code >= 400:
                refused += 1
                assert is_problem(answer, answer.status_code), (method, rule.rule)
                assert answer.status_code in (400, 401, 404, 422)
    assert refused > 15


@pytest.mark.parametrize(
    "path", ["/nothing", "/images/x/nothing", "/images/%00", "/images/" + "x" * 5000, "/images/%ff"]
)
def test_what_is_not_there_is_told(alice: Person, path: str) -> None:
    assert is_problem(alice.get(path), 404)


def test_what_one_may_not_know_of_is_told_like_what_is_not_there(alice: Person, bob: Person) -> None:
    hidden, missing = bob.get(f"/images/{alice.adds()}"), bob.get("/images/01ARZ3NDEKTSV4RRFFQ69G5FAV")
    assert {**hidden.json, "request_id": ""} == {**missing.json, "request_id": ""}


def test_each_request_has_an_id_of_its_own(visitor: Person) -> None:
    assert len({visitor.get("/nothing").json["request_id"] for _ in range(20)}) == 20


def test_too_much_is_told(site: Site, alice: Person) -> None:
    site.app.config["MAX_CONTENT_LENGTH"] = 1000
    for answer in (
        alice.upload(b"x" * 5000),
        alice.call("POST", "/images", data=b"x" * 5000, content_type="image/jpeg"),
    ):
        assert is_problem(answer, 413)


def test_what_is_no_picture_is_told(alice: Person) -> None:
    assert is_problem(alice.upload(b"no picture at all, but text"), 415)


@pytest.mark.parametrize("field", [{"rating": "9"}, {"nonsense": "1"}, {"tags": ["x" * 99]}])
def test_a_field_that_cannot_be_taken_is_named(alice: Person, field: dict[str, object]) -> None:
    answer = alice.patch(f"/images/{alice.adds()}", field)
    assert is_problem(answer, 422)
    assert answer.json["errors"][0]["field"].split(".")[0] in field


def test_a_broken_form_is_told(alice: Person) -> None:
    answer = alice.call("POST", "/images", data=b"--x\r\nbroken", content_type="multipart/form-data; boundary=x")
    assert is_problem(answer, answer.status_code)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("path", ["/images/unknown", "/nothing/at/all", "/assets/nothing.js"])
def test_a_page_that_is_not_there_is_a_page(visitor: Person, path: str) -> None:
    answer = visitor.page(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert '<div id="app">' in answer.text


def test_an_api_address_is_answered_in_json_to_a_browser_too(visitor: Person) -> None:
    assert is_problem(visitor.page(f"{API}/images/unknown"), 404)


def test_a_fault_of_ours_is_told_without_its_inside(site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setitem(site.app.view_functions, "images.show_image", broken)
    answer = alice.get("/images/x")
    assert is_problem(answer, 500)
    assert "inside" not in answer.text


def test_a_lost_store_is_a_matter_of_time(site: Site, alice: Person) -> None:
    image_id = alice.adds(picture())
    for kept in (site.app.extensions["settings"].data_dir / "objects").rglob(f"*{image_id}"):
        kept.unlink()
    assert is_problem(alice.get(f"/images/{image_id}/original"), 404)
