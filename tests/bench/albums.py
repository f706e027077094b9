"""Closing an album over ten thousand pictures and reading its first page, beside bare SQLite on the same rows."""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from sqlalchemy import func, select

from cms.commands.site import bring_up_to_date
from cms.extensions import db, new_id
from cms.images.models import Image
from cms.settings import Settings
from cms.transaction import writing
from tests.people import Person
from tests.site import Site, fresh_secret, open_site

MANY, ROUNDS = 10_000, 9
BARE = "UPDATE images SET album_privacy = ?, effective_privacy = ?, version = version + 1 WHERE album_id IN ({})"


def fill(site: Site, alice: Person, album_ids: list[str]) -> None:
    """Rows alone: nobody looks at their bytes."""
    with site.app.app_context(), writing():
        first = {column.key: None for column in Image.__table__.columns}
        plain = {"owner_id": alice.id, "state": "ready", "review": "passed", "privacy": "public"}
        now = db.session.scalar(select(func.now()))
        kept = {"created_at": now, "updated_at": now, "sort_at": now, "colours": [], "exif": {}, "rendition_keys": {}}
        numbers = {"size": 1, "width": 3, "height": 2, "frames": 1, "turn": 0, "version": 1}
        words = dict.fromkeys(
            ("format", "content_type", "file_name", "storage", "original_key", "title", "description", "alt_text",
             "licence", "author", "source_url", "category_source", "understanding"), "x"
        )  # fmt: skip
        words |= {"category": "other", "category_source": "model", "understanding": "ready"}
        flags = {"share_metadata": False, "is_owner_suspended": False, "is_trashed": False}
        level = {"album_privacy": "public", "effective_privacy": "public"}
        rows = [
            {**first, **plain, **kept, **numbers, **words, **flags, **level}
            | {"id": new_id(), "sha256": f"{n:064x}", "album_id": album_ids[n % len(album_ids)]}
            for n in range(MANY)
        ]
        db.session.execute(db.insert(Image), rows)


def seconds(act: Callable[[], object]) -> float:
    """Processor time, which a busy machine changes little."""
    start = time.process_time()
    act()
    return time.process_time() - start


def bare_update(file: Path, album_ids: list[str], level: str) -> None:
    with sqlite3.connect(file, isolation_level=None) as database:
        database.execute("BEGIN IMMEDIATE")
        database.execute(BARE.format(", ".join("?" * len(album_ids))), [level, level, *album_ids])
        database.execute("COMMIT")
    database.close()


def closing(alice: Person, folder: Path, chain: list[str]) -> list[tuple[float, float]]:
    """Seconds of the site and of the bare statement, in turns."""
    twin = folder / "twin.db"
    with sqlite3.connect(folder / "pixels.db") as source, sqlite3.connect(twin) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    pairs = []
    for turn in range(ROUNDS):
        level = ("private", "public")[turn % 2]
        ours = seconds(lambda level=level: alice.patch(f"/albums/{chain[0]}", {"privacy": level}))  # type: ignore[misc]
        pairs.append((ours, seconds(lambda level=level: bare_update(twin, chain, level))))  # type: ignore[misc]
    return pairs[1:]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pixels-bench-") as name:
        folder = Path(name)
        queue = f"unix://{folder}/none.sock"
        site = open_site(
            Settings(
                data_dir=folder,
                secret_key=fresh_secret(),
                queue_url=queue,
                public_url="http://localhost",
                rate_scale=1000,
            )
        )
        bring_up_to_date(site.app)
        alice, chain = site.person("alice"), []
        for number in range(4):
            above = {"parent": chain[-1]} if chain else {}
            made = alice.post("/albums", {"title": str(number), "category": "other", "privacy": "public", **above})
            chain.append(made.json["id"])
        fill(site, alice, chain)
        pairs = closing(alice, folder, chain)
        page = [seconds(lambda: alice.get(f"/albums/{chain[0]}")) for _ in range(ROUNDS)][1:]
        first = [seconds(lambda: alice.get(f"/albums/{chain[0]}/images", limit=100)) for _ in range(ROUNDS)][1:]
    ratio, cost = median(ours / least for ours, least in pairs), median(ours for ours, _ in pairs)
    print("processor time, with an album over", MANY, "pictures:")
    print(f"it closes: {cost:.2f} s, bar 2; {ratio:.1f} x a bare UPDATE of the same rows")
    print(f"its page: {median(page) * 1000:.0f} ms; 100 of its pictures: {median(first) * 1000:.0f} ms, bar 25 for 30")


if __name__ == "__main__":
    main()
