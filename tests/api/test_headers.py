"""The headers of every answer, and what a request's own headers cannot bring about."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cms.settings import Settings
from tests.people import Person
from tests.routes import Route, routes_of
from tests.site import Site, open_site
from tests.states import prepared

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TELLTALE = ("Server", "X-Powered-By", "X-AspNet-Version", "Access-Control-Allow-Origin", "Via")


def lacks(answer: TestResponse) -> list[str]:
    """Which of the headers of every answer this one does without, or says otherwise; a share link goes nowhere."""
    policy = answer.headers.get("Content-Security-Policy", "")
    exact = EXACT | ({"Referrer-Policy": "no-referrer"} if "X-Robots-Tag" in answer.headers else {})
    wrong = [name for name, text in exact.items() if answer.headers.get(name) != text]
    wrong += [name for name in ("Permissions-Policy", "X-Request-ID") if not answer.headers.get(name)]
    wrong += [name for name in TELLTALE if name in answer.headers]
    return wrong + (["Content-Security-Policy"] if "default-src 'none'" not in policy or "unsafe" in policy else [])


def with_all_methods(route: Route) -> Iterator[str]:
    yield from {route.method, "TRACE", "OPTIONS"}


def test_every_route_answers_with_all_of_them_to_everyone(site: Site, visitor: Person, ada: Person) -> None:
    for route in routes_of(site.app):
        for method in with_all_methods(route):
            for who in (visitor, ada):
                answer = who.at(method, route.address())
                assert lacks(answer) == [], (method, route.rule)
                answer.close()


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/admin/nothing", "/images/nothing", "/assets/no.js"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "TRACE", "BREW"])
def test_errors_carry_them_too(visitor: Person, path: str, method: str) -> None:
    answer = visitor.at(method, path)
    assert answer.status_code >= 400
    assert lacks(answer) == []


def test_a_fault_of_ours_carries_them_too(site: Site, visitor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(site.app.view_functions, "watch.alive", lambda: 1 / 0)
    answer = visitor.at("GET", "/healthz")
    assert (answer.status_code, lacks(answer)) == (500, [])


def test_bytes_of_a_picture_carry_them_in_a_sandbox(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice)
    for path in ("renditions/400", "original"):
        answer = alice.get(f"/images/{image_id}/{path}")
        assert lacks(answer) == []
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_no_policy_lets_inline_code_run(visitor: Person) -> None:
    for path in ("/", "/api/docs", "/admin/", "/api/v1/session"):
        policy = visitor.at("GET", path).headers["Content-Security-Policy"]
        parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", parts["script-src"])
        assert parts["style-src"] == "'self'"
        assert (parts["base-uri"], parts["frame-ancestors"], parts["form-action"]) == ("'none'", "'none'", "'self'")


def test_no_nonce_is_given_twice(visitor: Person) -> None:
    policies = {visitor.at("GET", "/").headers["Content-Security-Policy"] for _ in range(20)}
    assert len(policies) == 20


def at_address(settings: Settings, address: str, **more: object) -> Flask:
    return open_site(settings.model_copy(update={"public_url": address, **more})).app


def test_a_site_on_https_says_so_for_a_year_and_one_on_http_does_not(settings: Settings, visitor: Person) -> None:
    secure = at_address(settings, "https://pictures.example").test_client()
    answer = secure.get("/nothing", headers={"Host": "pictures.example"})
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in visitor.at("GET", "/nothing").headers


@pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", "pictures.example@evil.example", "[::"])
def test_a_site_goes_by_no_other_name(settings: Settings, name: str) -> None:
    client = at_address(settings, "http://pictures.example", also_at="http://inner.example:8000").test_client()
    for path in ("/", "/api/v1/session", "/admin/", "/api/docs"):
        assert client.get(path, headers={"Host": name}).status_code in (400, 421), path
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize("name", ["pictures.example", "PICTURES.example:8443", "inner.example", "localhost:8000"])
def test_a_site_goes_by_each_of_its_own_names(settings: Settings, name: str) -> None:
    client = at_address(settings, "http://pictures.example", also_at="http://inner.example:8000").test_client()
    assert client.get("/api/v1/session", headers={"Host": name}).status_code == 200


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Host": "evil.example, pictures.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=203.0.113.9;host=evil.example",
}


@pytest.mark.parametrize(
    ("hops", "seen"), [(0, ("127.0.0.1", "pictures.example")), (1, ("198.51.100.7", "pictures.example"))]
)
def test_only_the_proxies_of_the_settings_are_believed(settings: Settings, hops: int, seen: tuple[str, str]) -> None:
    app = at_address(settings, "http://pictures.example", trusted_proxies=hops)
    met: list[tuple[str, str]] = []

    @app.before_request
    def note() -> None:
        from flask import request

        met.append((str(request.remote_addr), request.host))

    answer = app.test_client().get("/healthz", headers={"Host": "pictures.example", **FORWARDED})
    assert (answer.status_code, met) == (200, [seen])


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_no_page_of_another_site_is_let_in(site: Site, visitor: Person, origin: str) -> None:
    for route in routes_of(site.app):
        for method in ("OPTIONS", route.method):
            headers = {"Origin": origin, "Access-Control-Request-Method": route.method}
            answer = visitor.at(method, route.address(), headers=headers)
            assert not [name for name in dict(answer.headers) if name.lower().startswith("access-control")]
            answer.close()


def test_a_site_below_a_path_gives_addresses_below_it_and_answers_its_machine_without(settings: Settings) -> None:
    client = at_address(settings, "http://pictures.example/our/pictures").test_client()
    named = {"Host": "pictures.example"}
    page = client.get("/our/pictures/login", headers=named)
    assert page.status_code == 200
    assert 'data-root="/our/pictures"' in page.text
    assert set(re.findall(r'(?:src|href)="(/[^"]*/)[^/"]*"', page.text)) == {"/our/pictures/", "/our/pictures/assets/"}
    assert client.get("/our/pictures/api/v1/session", headers=named).status_code == 200
    assert client.get("/our/pictures/api/openapi.json", headers=named).json["servers"] == [{"url": "/our/pictures"}]
    assert client.get("/our/picturesque", headers=named).status_code == 404
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


def test_no_path_is_taken_from_a_proxy(settings: Settings) -> None:
    client = at_address(settings, "http://pictures.example", trusted_proxies=1).test_client()
    page = client.get("/", headers={"Host": "pictures.example", "X-Forwarded-Prefix": "/evil"})
    assert "evil" not in page.text
