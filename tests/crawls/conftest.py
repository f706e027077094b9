"""A site whose operator has opened another site on loopback, and crawls that need not wait between two requests."""

import json
from collections.abc import Callable, Iterator

import pytest

from cms.crawls.sources import SOURCES, openverse
from cms.crawls.sources.source import Source
from cms.settings import Settings
from tests.crawls.webs import Web, web
from tests.scenes import scene
from tests.site import Site, open_site
from workers.crawling import robots


@pytest.fixture
def other() -> Iterator[Web]:
    with web() as one:
        yield one


@pytest.fixture
def site(settings: Settings, other: Web) -> Site:
    return open_site(settings.model_copy(update={"fetch_allow": other.place}))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "PACE", 0.0)


@pytest.fixture
def openverse_here(other: Web, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Openverse stands on the other site, with these pictures by name and licence."""

    def stand(**licences: str) -> None:
        results = [
            {
                "title": name,
                "url": other.holds(f"/{name}.jpg", scene(number)),
                "foreign_landing_url": f"{other.url}/of/{name}",
                "license_url": f"https://creativecommons.org/licenses/{licence}/4.0/" if licence else None,
            }
            for number, (name, licence) in enumerate(licences.items())
        ]
        other.holds("/api", json.dumps({"page_count": 1, "results": results}).encode(), "application/json")
        local = Source("openverse", "Openverse", "", lambda _words: f"{other.url}/api", openverse.read)
        monkeypatch.setitem(SOURCES, "openverse", local)  # type: ignore[arg-type]

    return stand
