"""What a page of the feed costs, whoever is followed: `python -m tests.bench.feed [PICTURES]`, 100,000 if not said.

The bar: at most five times what it costs a reader of hundreds of people, and 20 ms. SQLite counts its own steps.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import update

from cms.accounts.models import Follow
from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.feed.models import AlbumFollow, TagFollow
from cms.images.models import Image
from cms.settings import Settings
from cms.transaction import writing
from tests.bench.counters import counting
from tests.bench.rows import Row, percentile, printed, repeated
from tests.bench.search_seed import VOCABULARY, person_id
from tests.bench.world import ALBUM, EARLY, OLD_ALBUM, OWNER, World, build
from tests.people import Person
from tests.site import Site, open_site

PICTURES, TIMES, LIMIT = 100_000, 60, 30
PEOPLE = {"a reader of 300 people": range(300), "of five people": range(40, 45), "of nobody": ()}
SILENT = 3


def readers(site: Site) -> Iterator[tuple[str, Person]]:
    """Each kind of reader, the dense one first."""
    for number, (name, followed) in enumerate(PEOPLE.items()):
        reader = site.person(f"reader{number}")
        follows(site, reader, people=[person_id(one) for one in followed])
        yield name, reader
    silent = site.person("reader-of-silent")
    early = [site.person(f"silent{number}").id for number in range(SILENT - 1)]
    follows(site, silent, people=[site.person(EARLY).id, *early])
    yield "of three who are silent", silent
    tags, albums = site.person("reader-of-tags"), site.person("reader-of-albums")
    follows(site, tags, tags=[VOCABULARY[1], VOCABULARY[300], VOCABULARY[9_000]])
    yield "of three tags, common and rare", tags
    follows(site, albums, albums=[ALBUM, OLD_ALBUM])
    yield "of two albums", albums
    owner = site.person(OWNER)
    follows(site, owner, people=[person_id(one) for one in range(300)])
    yield "of 300 who owns a tenth of it all", owner


def follows(
    site: Site, reader: Person, *, people: Sequence[str] = (), tags: Sequence[str] = (), albums: Sequence[str] = ()
) -> None:
    with site.app.app_context(), writing():
        db.session.add_all(Follow(follower_id=reader.id, followed_id=one) for one in people)
        db.session.add_all(TagFollow(account_id=reader.id, key=one) for one in tags)
        db.session.add_all(AlbumFollow(account_id=reader.id, album_id=one) for one in albums)


def measured(site: Site, world: World) -> Iterator[Row]:
    """One line for each reader's first page, and for one half way down where there is one."""
    dense = 0.0
    with counting(site.app) as counter:
        for name, reader in readers(site):
            for where, cursor in {"": "", ", half way down": world.half}.items():
                if cursor and "300" not in name:
                    continue
                page(reader, cursor)
                counter.reset()
                shown = len(page(reader, cursor).json["items"])
                about = f"{shown} images", f"{counter.total} steps"
                row = repeated(name + where, TIMES, lambda _n, who=reader, at=cursor: page(who, at))
                dense = dense or percentile(row.processor, 50)
                row.ratios, (row.bar, row.reach) = [one / dense for one in row.processor], about
                yield row


def page(reader: Person, cursor: str) -> Any:
    return reader.get("/feed", limit=str(LIMIT), **({"cursor": cursor} if cursor else {}))


def main(count: int) -> None:
    """Build the site, without its made-up places, whose names would be looked for in vain; print the table."""
    with tempfile.TemporaryDirectory(prefix="pixels-feed-") as name:
        site = open_site(Settings(data_dir=Path(name), queue_url=f"unix://{name}/none.sock", rate_scale=1000))
        bring_up_to_date(site.app)
        world = build(site, count)
        with site.app.app_context(), writing():
            db.session.execute(update(Image).values(place_id=None))
        about = f"The feed, {LIMIT} a page, {count} pictures on SQLite; ratio to the first line"
        printed(measured(site, world), about=about)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
