"""How much is read for a page of a large site: rows that MariaDB counts itself, and the index that SQLite takes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.settings import Settings
from tests.bench.counters import counting
from tests.bench.world import ALBUM, EARLY, OLD_ALBUM, OWNER, World, build
from tests.people import Person
from tests.site import Site, Statements, fresh_secret, open_site

PICTURES, MOST_ROWS = 10_000, 1000
PAGES = {
    "explore": "/images",
    "explore, half way down": "/images?cursor=HALF",
    "a large profile": f"/people/{OWNER}/images",
    "a large album": f"/albums/{ALBUM}/images",
    "a profile with old pictures alone": f"/people/{EARLY}/images",
    "an album with old pictures alone": f"/albums/{OLD_ALBUM}/images",
}


@pytest.fixture(scope="module")
def large(new_mariadb_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, World]:
    folder: Path = tmp_path_factory.mktemp("large")
    queue = f"unix://{folder}/none.sock"
    made = Settings(data_dir=folder, database_url=new_mariadb_database(), queue_url=queue, secret_key=fresh_secret())
    site = open_site(made)
    bring_up_to_date(site.app)
    return site, build(site, PICTURES)


@pytest.mark.parametrize("who", ["a visitor", "a stranger", "the owner"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_few_rows_whatever_the_site_holds(large: tuple[Site, World], page: str, who: str) -> None:
    site, world = large
    path = PAGES[page].replace("HALF", world.half)
    with counting(site.app) as counter:
        for _ in range(2):
            counter.reset()
            assert world.askers[who].call("GET", path).status_code == 200
    assert counter.total <= MOST_ROWS


def test_sqlite_looks_for_pages_in_their_own_index(site: Site, alice: Person) -> None:
    album = alice.post("/albums", {"title": "a", "category": "other", "privacy": "public"}).json["id"]
    wanted = {
        "/images": "ix_images_open",
        "/people/alice/images": "ix_images_owner_shown",
        f"/albums/{album}/images": "ix_images_album",
    }
    with site.app.app_context():
        engine = db.engine
    for path, index in wanted.items():
        for asks in (site.visitor, site.person("bob"), alice):
            with Statements(engine) as made:
                assert asks.get(path).status_code == 200
            assert any(f"FROM images INDEXED BY {index} " in statement for statement in made), path
