"""Watching goes on, and quickly, while parts are silent; on the servers of a large site it tells the same."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest

from cms.access.viewer import Role
from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.settings import Settings
from tests.admin.rooms import Room
from tests.site import Site, open_site
from tests.watch.scrapes import scraped

LONGEST = 5.0
SILENT = {
    "queue": lambda port: {"queue_url": f"redis://127.0.0.1:{port}/0"},
    "index": lambda port: {"index_url": f"elasticsearch://127.0.0.1:{port}/images"},
    "mail": lambda port: {"mail_url": f"smtp://127.0.0.1:{port}"},
}


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Somebody takes connections there, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield int(silent.getsockname()[1])


def quickly(ask: Callable[[], object]) -> None:
    start = time.monotonic()
    ask()
    assert time.monotonic() - start <= LONGEST


@pytest.mark.parametrize("part", SILENT)
def test_a_silent_part_is_down_and_keeps_nobody_waiting(settings: Settings, silent_port: int, part: str) -> None:
    site = open_site(Settings(**{**settings.model_dump(), **SILENT[part](silent_port)}))
    found: dict[str, float] = {}
    quickly(lambda: found.update(scraped(site)))
    assert found[f'pixels_up{{part="{part}"}}'] == 0
    assert found['pixels_up{part="database"}'] == 1
    quickly(lambda: site.visitor.client.get("/readyz"))


@pytest.fixture
def on_servers(settings: Settings, mariadb_url: str, elasticsearch_url: str) -> Iterator[Site]:
    given = {"database_url": mariadb_url, "index_url": elasticsearch_url}
    own = Settings(**{**settings.model_dump(), **given})
    site = open_site(own)
    bring_up_to_date(site.app)
    yield site
    with site.app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_on_servers_the_same_is_told(on_servers: Site) -> None:
    anna = on_servers.person("anna")
    anna.adds()
    on_servers.work_off("prepare-image", "index-image")
    anna.adds()
    on_servers.app.extensions["backends"].index.refresh()
    found = scraped(on_servers)
    assert {name: found[name] for name in ("pixels_images", "pixels_index_documents", "pixels_images_trashed")} == {
        "pixels_images": 2,
        "pixels_index_documents": 1,
        "pixels_images_trashed": 0,
    }
    assert found["pixels_kept_bytes"] > 0
    assert found["pixels_work_oldest_seconds"] >= 0
    assert 0 not in [value for name, value in found.items() if name.startswith("pixels_up")]
    text = Room(on_servers, on_servers.person("mod", Role.MODERATOR)).page("state").text
    assert "All parts work." in text
