"""A member's whole life on MariaDB, Redis and a mail server: invited, confirmed, logged in by all means, gone."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
from pydantic import SecretStr

from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.settings import Settings
from tests.authenticator import Authenticator
from tests.people import Browser, solved
from tests.services.smtp_server import SmtpServer, running_smtp_server
from tests.site import PASSWORD, Site, fresh_secret, open_site, token_in
from tests.states import row_of

OWN = "a long enough secret"
NEW = "another good password"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with running_smtp_server() as running:
        yield running


@pytest.fixture
def site(
    tmp_path: Path,
    server: SmtpServer,
    new_mariadb_database: Callable[[], str],
    new_redis_url: Callable[[], str],
) -> Iterator[Site]:
    made = Settings(
        data_dir=tmp_path,
        secret_key=fresh_secret(),
        database_url=new_mariadb_database(),
        queue_url=new_redis_url(),
        mail_url=SecretStr(server.url),
        public_url="http://localhost",
        registration="invite",
    )
    opened = open_site(made)
    bring_up_to_date(opened.app)
    yield opened
    with opened.app.app_context():
        db.session.remove()
        db.engine.dispose()


def last_token(site: Site, server: SmtpServer) -> str:
    site.work_off("send-mail")
    return token_in(list(server.letters.values())[-1])


def joins(site: Site, server: SmtpServer) -> Browser:
    """Anna, by an invitation of alice, her address confirmed."""
    link = site.person("alice").post("/me/invitations").get_json()["link"]
    page = site.page
    fields = {"name": "anna", "email": "anna@example.org", "password": OWN, "invitation": link.rpartition("=")[2]}
    assert page.post("/accounts", {**fields, **solved(page)}).status_code == 201
    assert page.post(f"/email-confirmation/{last_token(site, server)}").status_code == 204
    assert page.get("/me").get_json()["email"] == "anna@example.org"
    return page


def test_joining_and_leaving(site: Site, server: SmtpServer) -> None:
    page = joins(site, server)
    album = page.post("/albums", {"title": "x", "category": "food", "privacy": "private"}).get_json()["id"]
    inner = page.post("/albums", {"title": "y", "category": "food", "privacy": "private", "parent": album})
    image_id = page.adds(album=inner.get_json()["id"])
    assert page.patch("/me", {"picture": image_id}).status_code == 200
    assert page.call("DELETE", "/me", json={"password": OWN, "name": "anna"}).status_code == 204
    site.work_off("erase-account", "remove-objects", times=2)
    assert (row_of(site, image_id), page.get("/people/anna").status_code) == (None, 404)


def test_every_way_to_log_in(site: Site, server: SmtpServer) -> None:
    page, device = joins(site, server), Authenticator()
    options = page.post("/me/passkeys/options", {"password": OWN}).get_json()["options"]
    assert page.post("/me/passkeys", {"name": "x", "credential": device.makes(options)}).status_code == 201
    secret = page.post("/me/totp", {"password": OWN}).get_json()["secret"]
    codes = page.put("/me/totp", {"code": pyotp.TOTP(secret).now()}).get_json()["recovery_codes"]
    by_key = site.page
    options = by_key.post("/session/passkey/options").get_json()["options"]
    assert by_key.post("/session/passkey", {"credential": device.shows(options)}).status_code == 200
    later = pyotp.TOTP(secret).at(time.time() + 30)
    assert site.page.logs_in("Anna@example.org", OWN, code=later).status_code == 200
    assert [site.page.logs_in("anna", OWN, code=codes[0]).status_code for _ in range(2)] == [200, 401]
    assert len(page.get("/me/sessions").get_json()["items"]) == 4


def test_a_password_is_recovered_and_everything_else_ends(site: Site, server: SmtpServer) -> None:
    old = joins(site, server)
    site.visitor.post("/password-recovery", {"email": "anna@example.org"})
    page = site.page
    assert page.post(f"/password-recovery/{last_token(site, server)}", {"password": NEW}).status_code == 200
    assert (page.is_logged_in, old.is_logged_in) == (True, False)
    assert [site.page.logs_in("anna", word).status_code for word in (NEW, OWN, PASSWORD)] == [200, 401, 401]
