"""Who gets into the admin, and what its pages hold."""

import re

import pytest

from cms.admin.words import WORDS, words_in
from cms.wire.language import LANGUAGES
from tests.admin.rooms import Room
from tests.people import Person
from tests.site import Site
from tests.states import prepared, set_image

TABLES = ("accounts", "held", "jobs")
BAIT = '<img src=x onerror="alert(1)">'


def admin_routes(site: Site) -> list[tuple[str, str]]:
    """Every method and address below /admin but the static files."""
    rules = [rule for rule in site.app.url_map.iter_rules() if rule.rule.startswith("/admin")]
    return [
        (method, re.sub("<.*?>", "csv", rule.rule))
        for rule in rules
        for method in (rule.methods or set()) - {"OPTIONS"}
        if rule.endpoint != "admin.static"
    ]


@pytest.mark.parametrize("who", ["visitor", "alice"])
def test_to_others_no_room_is_there(site: Site, request: pytest.FixtureRequest, who: str) -> None:
    person: Person = request.getfixturevalue(who)
    routes = admin_routes(site)
    found = {route: person.page(route[1], method=route[0]).status_code for route in routes}
    assert len(found) > 6
    assert set(found.values()) == {404}


def test_a_room_looks_like_an_address_that_never_was(site: Site, alice: Person) -> None:
    room, nothing = alice.page("/admin/accounts/"), alice.page("/admin/nothing/")
    assert (room.status_code, room.content_type) == (nothing.status_code, nothing.content_type)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["mod", "ada"])
def test_moderators_see_the_tables(site: Site, request: pytest.FixtureRequest, table: str, who: str) -> None:
    answer = Room(site, request.getfixturevalue(who)).page(table)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "csrf_token" in answer.text


def test_the_door_leads_to_what_waits(site: Site, mod: Person) -> None:
    answer = Room(site, mod).browser.page("/admin/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/queue/")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("language", "named"), [("en", "en"), ("zh", "zh-CN"), ("sv", "sv")])
def test_a_room_speaks_the_language_of_who_looks(
    site: Site, ada: Person, table: str, language: str, named: str
) -> None:
    others = {word for key, words in WORDS.items() for word in words if word != words[LANGUAGES.index(language)]}
    told = Room(site, ada).browser.at("GET", f"/admin/{table}/", headers={"Accept-Language": language}).text
    say = words_in(language)
    assert f'<html lang="{named}">' in told
    assert f"<title>{say(f'admin_{table}')} · Pixels</title>" in told
    heads = {
        " ".join(re.sub("<[^>]+>", " ", head).split()) for head in re.findall(r"<th class=\"column.*?</th>", told, re.S)
    }
    assert heads <= {say(key) for key in WORDS if key.startswith("column.")}
    assert len(heads) > 4
    assert table != "accounts" or f">{say('yes')}<" in re.sub(r"\s+", "", told)
    buttons = re.findall(r"data-action=[^>]*>([^<]*)<", told)
    assert buttons
    assert set(buttons) & others == set()


@pytest.mark.parametrize("path", ["new/", "edit/?id=1", "details/?id=1", "export/csv/", "ajax/lookup/"])
@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_edited_by_hand(site: Site, ada: Person, table: str, path: str) -> None:
    assert Room(site, ada).browser.page(f"/admin/{table}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["edit/?id=ID", "delete/", "ajax/update/"])
def test_no_row_is_changed_by_a_form(site: Site, ada: Person, alice: Person, path: str) -> None:
    room = Room(site, ada)
    form = {"csrf_token": room.token("accounts"), "id": alice.id, "role": "admin", "list_form_pk": alice.id}
    answer = room.browser.client.post(f"/admin/accounts/{path.replace('ID', alice.id)}", data=form)
    assert answer.status_code == 404
    assert alice.get("/me").json["role"] == "member"


def test_no_secret_is_on_any_page(site: Site, ada: Person, alice: Person) -> None:
    alice.adds()
    room = Room(site, ada)
    for table in TABLES:
        text = room.page(table).text
        assert not [secret for secret in ("$argon2", alice.token, "px_", "fs_uniquifier") if secret in text]


def test_what_people_write_does_nothing(site: Site, mod: Person, alice: Person) -> None:
    alice.patch("/me", {"display_name": BAIT})
    set_image(site, prepared(site, alice), review="held", title='"><script>alert(1)</script>')
    room = Room(site, mod)
    text = room.page("accounts").text + room.page("held").text
    assert BAIT not in text
    assert "<script>alert(1)" not in text
    assert "&lt;img src=x" in text


def test_a_search_does_nothing_either(site: Site, mod: Person) -> None:
    assert BAIT not in Room(site, mod).page("accounts", search=BAIT).text


def test_scripts_of_a_page_bear_the_nonce_of_its_answer(site: Site, mod: Person) -> None:
    answer = Room(site, mod).page("held")
    policy = answer.headers["Content-Security-Policy"]
    (nonce,) = re.findall(r"script-src 'self' 'nonce-([^']+)'", policy)
    scripts = re.findall(r"<script([^>]*)>", answer.text)
    assert "unsafe-inline" not in policy.split("style-src")[0]
    assert scripts
    assert all("src=" in script or f'nonce="{nonce}"' in script for script in scripts)


def test_a_page_of_the_rooms_is_kept_by_nobody(site: Site, mod: Person) -> None:
    assert "no-store" in Room(site, mod).page("accounts").headers.get("Cache-Control", "")
