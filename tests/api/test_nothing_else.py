"""Nothing is served but what is meant to be: no file of the checkout or the data folder, no console, no listing."""

import pytest

from cms.settings import CHECKOUT
from tests.people import Person
from tests.routes import routes_of
from tests.site import Site, fresh_secret

NOT_HERE = (
    "/.env",
    "/.git/HEAD",
    "/.git/config",
    "/config/pixels.env.example",
    "/var/pixels.db",
    "/pixels.db",
    "/secret-key",
    "/run.py",
    "/cms/settings.py",
    "/requirements.txt",
    "/package.json",
    "/assets/",
    "/assets/.",
    "/assets/%2e%2e/%2e%2e/package.json",
    "/assets/..%5c..%5cpackage.json",
    "/assets/%00",
    "/api/docs/../settings.py",
    "/admin/static/../templates/admin/base.html",
    "/admin/static/%2e%2e/%2e%2e/base.py",
    "/static/x",
    "/console",
    "/?__debugger__=yes&cmd=resource&f=debugger.js",
    "/debug",
    "/server-status",
    "/phpinfo.php",
    "/wp-login.php",
    "/actuator/env",
    "/graphql",
    "/.well-known/security.txt",
)
INSIDE = ("PIXELS_", "[core]", "from cms", "SQLite format", "Traceback", str(CHECKOUT), '"devDependencies"')


@pytest.mark.parametrize("path", NOT_HERE)
def test_what_is_not_meant_to_be_served_is_not_there(visitor: Person, ada: Person, path: str) -> None:
    for who in (visitor, ada):
        answer = who.page(path)
        assert answer.status_code == (200 if path.startswith("/?") else 404)
        assert not [word for word in INSIDE if word in answer.text]


def test_no_folder_of_files_is_served_by_itself(site: Site) -> None:
    assert site.app.static_folder is None
    assert [route.rule for route in routes_of(site.app) if route.endpoint == "static"] == []
    assert not site.app.debug
    assert not site.app.testing


def test_no_answer_names_the_secret_or_a_password(site: Site, alice: Person, ada: Person) -> None:
    secret = site.app.config["SECRET_KEY"]
    assert len(secret) >= len(fresh_secret()) // 2
    for route in routes_of(site.app):
        if route.method == "GET" and not route.rule.startswith(("/api/v1/events", "/admin/static", "/assets")):
            for who in (alice, ada):
                with who.at("GET", route.address({"name": "alice"})) as answer:
                    told = [word for word in (secret, "$argon2", alice.token, ada.token) if word in answer.text]
                assert told == [], route.name
