"""A site whose operator has opened another site on loopback, and crawls that need not wait between two requests."""

from collections.abc import Iterator

import pytest

from cms.settings import Settings
from tests.crawls.webs import Web, web
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
