"""`doctor --sources` has each source asked once, says which answers as it documents, and keeps when that was seen."""

import pytest

from cms.commands import doctor, main
from cms.crawls import sources
from cms.jobs.names import ASK_SOURCE
from cms.settings import Settings
from tests.crawls.crawling import crawled
from tests.crawls.webs import Thing, Web
from tests.people import Person
from tests.site import Site, open_site

ASKED = "/api/v1/search?q=cup&limit=20"
SHOWN = b'{"items": [{"id": "7", "licence": "", "renditions": {"1600": "/b.jpg"}}]}'


@pytest.fixture
def settings(settings: Settings, other: Web) -> Settings:
    """Of a site that asks one other and a feed there, and none of the collections that stand elsewhere."""
    named = {"crawl_sites": other.url, "crawl_feeds": f"{other.url}/find?q={{searchTerms}}"}
    return settings.model_copy(update={**named, "fetch_allow": other.place})


@pytest.fixture(autouse=True)
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of this process are for this site; whenever one looks again, somebody has worked meanwhile."""
    monkeypatch.setattr(sources, "SOURCES", {})
    monkeypatch.setattr("cms.settings.read_settings", lambda: settings)
    monkeypatch.setattr("cms.commands.begin_to_log", lambda _command: None)


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = open_site(settings)
    monkeypatch.setattr("time.sleep", lambda _seconds: made.work_off(ASK_SOURCE.kind, times=2))
    return made


def seen(person: Person) -> list[bool]:
    return [one["seen_at"] is not None for one in person.get("/crawls/sources").json["items"]]


def test_the_doctor_tells_which_source_answers_as_documented_and_keeps_when_that_was_seen(
    site: Site, alice: Person, other: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    other.holds(ASKED, SHOWN, "application/json")
    other.holds("/find?q=cup", b"<html></html>")
    assert (main(["doctor", "--sources", "--words", "cup"]), seen(alice)) == (1, [True, False])
    well, wrong, advice = capsys.readouterr().out.splitlines()
    assert well.split()[0] == "well"
    assert well.endswith(f"{other.place} answers as it documents.")
    assert wrong.endswith(f"{other.place}: The source gave an answer that is not of its kind.")
    assert f"Does {other.url}/ answer" in advice
    assert other.paths.count(ASKED) == 1


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (b'{"items": []}', 200, "named no picture"),
        (b"<html>", 200, "not of its kind"),
        (SHOWN, 503, "It answered 503."),
    ],
)
def test_what_was_seen_once_stays_seen_when_it_breaks(
    site: Site, alice: Person, other: Web, capsys: pytest.CaptureFixture[str], body: bytes, status: int, problem: str
) -> None:
    other.holds(ASKED, SHOWN)
    main(["doctor", "--sources", "--words", "cup"])
    capsys.readouterr()
    other.things[ASKED] = Thing(body, status=status)
    assert (main(["doctor", "--sources", "--words", "cup"]), seen(alice)) == (1, [True, False])
    assert problem in capsys.readouterr().out.splitlines()[0]


def test_where_no_worker_asks_nothing_is_left_to_do(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    monkeypatch.setattr(doctor, "PATIENCE_SECONDS", 0)
    assert main(["doctor", "--sources"]) == 1
    assert "run.py worker outgoing" in capsys.readouterr().out
    assert site.waiting(ASK_SOURCE.kind) == []


def test_a_crawl_that_finds_something_has_seen_its_source_working(site: Site, alice: Person, other: Web) -> None:
    other.holds(ASKED, SHOWN, "application/json")
    crawled(site, alice, None, kind="keyword", query="cup")
    assert seen(alice) == [True, False]
