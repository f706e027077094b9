"""The rooms "Numbers" and "Settings": what happens and how the site is set, without names and secrets."""

import re
from datetime import timedelta

import pytest

from cms.extensions import db, first_id, new_id, now
from cms.settings import Settings
from cms.watch.statistics import statistics
from tests.admin.rooms import Room
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared, set_image

FORTNIGHT = timedelta(days=14)


on_both = pytest.mark.parametrize("settings", ["sqlite", "mariadb"], indirect=True)
"""Days are told by each database in its own way."""


def row_of(text: str, day: str) -> list[str]:
    """The numbers of this day, as they stand in the table."""
    found = re.search(rf'<time datetime="{day}">.*?</tr>', text, re.S)
    assert found is not None
    return re.findall(r'<td class="number">([\d,]+)</td>', found[0])


def test_an_id_of_a_moment_sorts_before_those_given_later_and_behind_those_given_before() -> None:
    given = new_id()
    assert first_id(now() - timedelta(seconds=1)) < given < first_id(now() + timedelta(seconds=1))


@on_both
def test_each_day_has_its_numbers_and_nobody_is_named(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image = prepared(site, alice, title="lake", privacy="public")
    set_image(site, prepared(site, alice), created_at=now() - FORTNIGHT)
    set_image(site, image, source_url="https://example.org/lakes/1")
    bob.put(f"/images/{image}/like")
    bob.post(f"/images/{image}/comments", {"text": "Where?"})
    bob.put(f"/images/{image}/collect")
    bob.post("/reports", {"kind": "image", "id": image, "reason": "other", "text": ""})
    text = Room(site, mod).page("numbers").text
    assert row_of(text, f"{now():%Y-%m-%d}") == ["1", "3", "1", "1", "1", "1"]
    assert row_of(text, f"{now() - FORTNIGHT:%Y-%m-%d}") == ["1", "0", "0", "0", "0", "0"]
    assert re.search(r"<dt>example.org</dt><dd>1</dd>", text)
    assert re.search(r"<dt>Likes</dt><dd>1</dd>", text)
    assert not re.search("alice|bob|lakes", text)


@on_both
def test_it_costs_eight_statements_and_is_not_asked_again_within_a_minute(site: Site) -> None:
    with site.app.app_context(), Statements(db.engine) as run:
        statistics()
        statistics()
    assert len(run) == 8


@on_both
def test_settings_are_told_in_plain_words_and_without_secrets(settings: Settings, site: Site, ada: Person) -> None:
    text = Room(site, ada).page("settings").text
    assert re.search(r"Who may register</th><td>open to everybody</td>", text)
    kind = "mysql" if settings.database_url else "sqlite"
    assert re.search(rf"Database</th><td>{kind}</td>", text)
    assert re.search(r"Room of an account, bytes</th><td>no limit</td>", text)
    assert "PIXELS_REGISTRATION" in text
    for secret in (settings.secret, settings.queue_url, settings.database, str(settings.data_dir)):
        assert secret not in text
