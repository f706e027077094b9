"""How much is read for a page of a large site: rows that MariaDB counts itself, and the index that SQLite takes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.settings import Settings
from cms.syndication import queries
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


FEEDS = {
    "a large profile": f"/people/{OWNER}/feed.atom",
    "a large album": f"/albums/{ALBUM}/feed.atom",
    "a profile with old pictures alone": f"/people/{EARLY}/feed.atom",
    "an album with old pictures alone": f"/albums/{OLD_ALBUM}/feed.atom",
    "a tag that nothing has": "/tags/never-given/feed.atom",
}
IN_ONE = 1000


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


@pytest.mark.parametrize("who", ["a visitor", "a stranger", "the owner"])
@pytest.mark.parametrize("feed", FEEDS)
def test_a_page_of_a_feed_reads_few_rows_whatever_the_site_holds(
    large: tuple[Site, World], feed: str, who: str
) -> None:
    site, world = large
    with counting(site.app) as counter:
        for _ in range(2):
            counter.reset()
            assert world.askers[who].at("GET", FEEDS[feed]).status_code == 200
    assert counter.total <= MOST_ROWS


def test_the_list_of_sitemaps_reads_each_line_of_an_index_once_and_a_sitemap_its_own_pictures(
    large: tuple[Site, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, _world = large
    monkeypatch.setattr(queries, "IN_ONE_SITEMAP", IN_ONE)
    index = site.visitor.at("GET", "/sitemap.xml")
    files = re.findall(r"<loc>http://[^/]*(/sitemaps/images[^<]*)</loc>", index.text)
    assert (index.status_code, len(files) > 2) == (200, True)
    named: list[str] = []
    for file in files:
        with counting(site.app) as counter:
            named += re.findall(r"<loc>http://[^/]*/images/(\w+)</loc>", site.visitor.at("GET", file).text)
            assert counter.total <= IN_ONE + MOST_ROWS
    assert len(named) == len(set(named))
    assert len(files) == -(-len(named) // IN_ONE)


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
