"""The room "State": one look tells whether the site is well, in the caller's language, without a name or a secret."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from werkzeug.test import TestResponse

from cms.admin.state import size
from cms.admin.words import WORDS
from cms.extensions import db
from cms.settings import Settings
from cms.transaction import writing
from cms.upkeep.notes import note
from cms.work.models import Work
from tests.admin.rooms import Room
from tests.people import Person
from tests.site import Site, Statements, open_site

Looks = Callable[..., TestResponse]


@pytest.fixture
def looks(site: Site, mod: Person) -> Looks:
    """A moderator looks at the room, in a language."""
    room = Room(site, mod)
    return lambda language="en": room.browser.at("GET", "/admin/state/", headers={"Accept-Language": language})


def part(text: str, name: str) -> str:
    """What the page says of one part, as words."""
    found = re.search(rf'data-part="{name}">(.*?)</li>', text, re.S)
    assert found is not None
    return " ".join(re.sub("<[^>]+>", " ", found[1]).split())


def test_a_site_that_is_well_says_so_of_every_part(looks: Looks) -> None:
    answer = looks()
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "All parts work." in answer.text
    assert part(answer.text, "database").startswith("Database · works It answers, and its schema is current.")
    assert len(re.findall("data-part=", answer.text)) == 7


@pytest.mark.parametrize(
    ("language", "named", "word"), [("zh", "zh-CN", "所有部件均正常。"), ("sv", "sv", "Alla delar fungerar.")]
)
def test_it_speaks_the_language_of_who_looks(looks: Looks, language: str, named: str, word: str) -> None:
    text = looks(language).text
    assert f'<html lang="{named}">' in text
    assert word in text


def test_every_word_exists_in_three_languages() -> None:
    assert [key for key, words in WORDS.items() if not all(words)] == []


def test_what_failed_is_told_with_its_reason_and_the_way_to_try_again(site: Site, alice: Person, looks: Looks) -> None:
    image_id = alice.adds()
    with site.app.app_context(), writing():
        row = db.session.scalar(db.select(Work).filter_by(kind="prepare-image", subject_id=image_id))
        row.state, row.problem = "failed", "It was tried <b>three</b> times."
    text = looks().text
    assert "It was tried &lt;b&gt;three&lt;/b&gt; times." in text
    assert 'href="/admin/jobs/"' in text
    assert image_id not in text


def test_numbers_stand_there(site: Site, alice: Person, looks: Looks) -> None:
    alice.adds()
    text = looks().text
    assert re.search(r"<dt>Pictures</dt><dd>1</dd>", text)
    assert re.search(r"<dt>Waiting for the index</dt><dd>\d+</dd>", text)
    assert re.search(r'prepare-image</th><td class="number">1</td>', text)
    assert re.search(r"<dt>Schema</dt><dd>\d{4}</dd>", text)


def test_what_no_command_has_done_is_not_known(looks: Looks) -> None:
    assert looks().text.count("not known") == 3


def test_what_commands_have_done_is_told(settings: Settings, looks: Looks) -> None:
    at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC).isoformat()
    note(settings.data_dir, "gc", {"objects": 7, "bytes": 12_345, "at": at})
    note(settings.data_dir, "backup", {"made_at": at})
    note(settings.data_dir, "rehearsal", {"verified_at": at})
    text = looks().text
    assert text.count("2026-01-02 03:04 UTC") == 3
    assert "7 · 12.3 kB" in text


def test_why_a_part_is_wrong_is_for_admins(settings: Settings) -> None:
    site = open_site(settings.model_copy(update={"index_url": "elasticsearch://127.0.0.1:1/images"}))
    texts = {}
    for name, role in (("mod", "moderator"), ("ada", "admin")):
        text = Room(site, site.person(name, role)).page("state").text  # type: ignore[arg-type]
        texts[name] = part(text, "index")
        assert "Something is wrong." in text
    assert "Searches look in the database meanwhile" in texts["mod"]
    assert "PIXELS_INDEX_URL" not in texts["mod"]
    assert "PIXELS_INDEX_URL" in texts["ada"]


def test_it_costs_few_statements(site: Site, looks: Looks) -> None:
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        assert looks().status_code == 200
    assert len(run) <= 10


def test_its_style_is_served_and_nothing_is_written_into_the_page(looks: Looks, site: Site, mod: Person) -> None:
    text = looks().text
    assert "<style" not in text
    assert "<script" not in text
    with Room(site, mod).browser.page("/admin/state/style.css") as style:
        assert style.mimetype == "text/css"


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (12_345, "12.3 kB"), (999_999, "1 MB")]
)
def test_sizes_are_told_for_people(count: int, told: str) -> None:
    assert size(count) == told
