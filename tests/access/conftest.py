"""A site that is made once for all doors that are tried."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from cms.extensions import db
from cms.settings import Settings
from tests.access.doors import Doors, make_doors
from tests.conftest import MODELS
from tests.site import fresh_secret, open_site


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory, valkey_url: str, migrated: Path) -> Iterator[Doors]:
    data = tmp_path_factory.mktemp("doors")
    shutil.copy(migrated, data / "pixels.db")
    Redis.from_url(valkey_url).flushdb()  # wrong passwords of other doors count no longer
    options = {"models_dir": MODELS, "queue_url": valkey_url, "public_url": "http://localhost", "rate_scale": 1000}
    site = open_site(Settings(data_dir=data, secret_key=fresh_secret(), **options))
    yield make_doors(site)
    with site.app.app_context():
        db.session.remove()
        db.engine.dispose()
