"""Admins choose a few settings while the site runs; what the environment names stays as it is named there."""

import pytest

from cms.settings import Settings
from tests.admin.rooms import Room
from tests.people import Person, solved
from tests.site import PASSWORD, Site, open_site

NEWCOMER = {"name": "newcomer", "email": "new@example.org", "password": "correct horse battery"}


def choose(site: Site, person: Person, name: str, **fields: str) -> str:
    """Press the button; the page that follows."""
    room = Room(site, person)
    form = {"csrf_token": room.token("settings"), "name": name, **fields}
    return room.browser.client.post("/admin/settings/choose/", data=form, follow_redirects=True).text


def test_registration_is_closed_and_opened_at_once_and_the_log_says_so(site: Site, ada: Person, mod: Person) -> None:
    assert "closed</td>" in choose(site, ada, "registration", value="closed")
    assert site.visitor.get("/session").json["site"]["registration"] == "closed"
    refused = site.page.post("/accounts", {**NEWCOMER, **solved(site.visitor)})
    assert refused.json["type"] == "/problems/registration-closed"
    assert ada.post("/me/invitations").status_code == 403
    choose(site, ada, "registration", default="1")
    assert site.page.post("/accounts", {**NEWCOMER, **solved(site.visitor)}).status_code == 201
    lines = [(one["what"], one["subject"]["id"], one["after"]) for one in mod.get("/moderation/log").json["items"]]
    assert lines == [("choose", "registration", {"value": None}), ("choose", "registration", {"value": "closed"})]


def test_digits_are_asked_for_at_each_login(site: Site, ada: Person, alice: Person) -> None:
    choose(site, ada, "login_captcha", value="always")
    assert site.page.logs_in("alice", PASSWORD).json["type"] == "/problems/captcha-needed"


def test_room_is_what_admins_say(site: Site, ada: Person, alice: Person) -> None:
    choose(site, ada, "quota_images", value="1")
    alice.adds()
    assert (alice.upload().status_code, alice.get("/me").json["usage"]["quota_images"]) == (413, 1)
    choose(site, ada, "quota_images", value="0")
    assert (alice.upload().status_code, alice.get("/me").json["usage"]["quota_images"]) == (201, None)


@pytest.mark.parametrize(("name", "value"), [("registration", "maybe"), ("quota_bytes", "-1"), ("site_name", "Mine")])
def test_what_cannot_be_chosen_changes_nothing(site: Site, ada: Person, name: str, value: str) -> None:
    before = site.visitor.get("/session").json["site"]
    assert 'role="alert"' in choose(site, ada, name, value=value)
    assert site.visitor.get("/session").json["site"] == before


def test_what_the_environment_names_is_not_chosen(settings: Settings) -> None:
    site = open_site(Settings(**{**settings.model_dump(include=settings.model_fields_set), "registration": "open"}))
    ada = site.person("ada", "admin")  # type: ignore[arg-type]
    assert 'value="registration"' not in Room(site, ada).page("settings").text
    choose(site, ada, "registration", value="closed")
    assert site.visitor.get("/session").json["site"]["registration"] == "open"
