"""Real servers as fixtures: each starts when a test first asks for it and ends, by its pid, with the run."""

import itertools
import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from tests.services.elasticsearch_server import elasticsearch_server
from tests.services.mariadb_server import mariadb_server, new_database
from tests.services.oss_server import KEY_ID, REGION, SECRET, OssServer, running_oss_server
from tests.services.redis_server import redis_server

REDIS_DATABASES = 16


@dataclass(frozen=True)
class OssAccount:
    """An empty bucket of the test server: its address as the settings want it, and the access key."""

    url: str
    key_id: str = KEY_ID
    secret: str = SECRET

    @property
    def credentials(self) -> tuple[str, str]:
        return self.key_id, self.secret


@pytest.fixture(scope="session")
def services_folder() -> Iterator[Path]:
    """Where the servers keep their data; gone after the run."""
    with tempfile.TemporaryDirectory(prefix="pixels-services-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def mariadb_address(services_folder: Path) -> Iterator[str]:
    with mariadb_server(services_folder) as address:
        yield address


@pytest.fixture(scope="session")
def redis_address(services_folder: Path) -> Iterator[str]:
    with redis_server(services_folder) as address:
        yield address


@pytest.fixture(scope="session")
def elasticsearch_address(services_folder: Path) -> Iterator[str]:
    with elasticsearch_server(services_folder) as address:
        yield address


@pytest.fixture(scope="session")
def oss_server() -> Iterator[OssServer]:
    """The OSS server in this process, shared; tests that plan faults clear them."""
    with running_oss_server() as server:
        yield server


@pytest.fixture(scope="session")
def new_mariadb_database(mariadb_address: str) -> Callable[[], str]:
    """Each call gives the address of a fresh database."""
    return lambda: new_database(mariadb_address)


@pytest.fixture(scope="session")
def new_redis_url(redis_address: str) -> Callable[[], str]:
    """Each call gives another database, emptied; after sixteen calls the first comes round again."""
    numbers = itertools.cycle(range(REDIS_DATABASES))

    def new() -> str:
        url = f"redis://{redis_address}/{next(numbers)}"
        with redis.Redis.from_url(url) as client:
            client.flushdb()
        return url

    return new


@pytest.fixture(scope="session")
def new_elasticsearch_url(elasticsearch_address: str) -> Callable[[], str]:
    """Each call gives the name of an index that is not there yet."""
    return lambda: f"elasticsearch://{elasticsearch_address}/images-{secrets.token_hex(6)}"


@pytest.fixture(scope="session")
def new_oss_account(oss_server: OssServer) -> Callable[[], OssAccount]:
    """Each call gives an empty bucket of the test server."""

    def new() -> OssAccount:
        bucket = f"pixels-{secrets.token_hex(6)}"
        oss_server.buckets[bucket] = {}
        options = f"region={REGION}&scheme=http&path_style=1"
        return OssAccount(f"oss://{bucket}@127.0.0.1:{oss_server.port}/pixels?{options}")

    return new


@pytest.fixture
def mariadb_url(new_mariadb_database: Callable[[], str]) -> str:
    return new_mariadb_database()


@pytest.fixture
def redis_url(new_redis_url: Callable[[], str]) -> str:
    return new_redis_url()


@pytest.fixture
def elasticsearch_url(new_elasticsearch_url: Callable[[], str]) -> str:
    return new_elasticsearch_url()


@pytest.fixture
def oss_account(new_oss_account: Callable[[], OssAccount]) -> OssAccount:
    return new_oss_account()
