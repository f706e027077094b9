"""What a site stands on, looked at one part after the other: whether it works, and what to do where it does not."""

import io
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from cms.backends import Backends
from cms.extensions import db, new_id
from cms.index.base import IndexDown
from cms.jobs.base import QueueDown
from cms.settings import Settings
from cms.storage.base import StorageDown
from cms.storage.keys import asked_with_key
from cms.vision.models_state import models_state

LITTLE_SPACE = 2 * 1024**3


@dataclass(frozen=True)
class Answer:
    """Of one part: whether it is well, a sentence about it, and what to do where it is not."""

    part: str
    is_well: bool
    sentence: str
    advice: str = ""


def well(part: str, sentence: str) -> Answer:
    return Answer(part, is_well=True, sentence=sentence)


def wrong(part: str, sentence: str, advice: str) -> Answer:
    return Answer(part, is_well=False, sentence=sentence, advice=advice)


def examine(settings: Settings, backends: Backends, *, is_current: Callable[[], bool]) -> Iterator[Answer]:
    """All parts, each tried for real."""
    yield database(is_current)
    yield storage(backends)
    yield index(backends)
    yield queue(settings, backends)
    yield models(settings)
    yield space(settings)


def database(is_current: Callable[[], bool]) -> Answer:
    try:
        with db.engine.connect() as connection:
            moment = connection.scalar(text("SELECT CURRENT_TIMESTAMP"))
        if not is_current():
            return wrong("database", "The schema is not that of this Pixels.", "run.py migrate")
    except SQLAlchemyError as error:
        return wrong(
            "database",
            f"It does not answer: {type(error).__name__}.",
            "Look at PIXELS_DATABASE_URL, and whether the server runs.",
        )
    return well("database", f"{db.engine.dialect.name} answers ({moment}); the schema is current.")


def storage(backends: Backends) -> Answer:
    """Bytes put, read and removed."""
    data = secrets.token_bytes(64)
    key = asked_with_key(f"doctor-{new_id()}", sha256(data).hexdigest())
    advice = "Look at PIXELS_STORAGE_URL, the rights of its folder or bucket, and the keys."
    try:
        backends.storage.put(key, io.BytesIO(data), content_type="application/octet-stream")
        with backends.storage.open(key) as stream:
            is_same = stream.read() == data
        backends.storage.delete(key)
    except StorageDown as error:
        return wrong("storage", f"Bytes cannot be kept: {error}.", advice)
    if not is_same:
        return wrong("storage", "Other bytes came back than were put.", advice)
    return well("storage", f"{backends.storage.name}: bytes are kept, read and removed.")


def index(backends: Backends) -> Answer:
    try:
        backends.index.versions("", limit=1)
    except IndexDown as error:
        return wrong(
            "index",
            f"It does not answer: {error}.",
            "Words are looked up in the database meanwhile. Look at PIXELS_INDEX_URL.",
        )
    return well("index", "The search index answers.")


def queue(settings: Settings, backends: Backends) -> Answer:
    try:
        backends.queue.check()
    except QueueDown as error:
        if settings.queue_url.startswith("embedded:"):
            return well("queue", "The embedded queue runs while the site is served; it does not just now.")
        return wrong(
            "queue", f"It cannot be used: {error}.", "Look at PIXELS_QUEUE_URL; its policy must be noeviction."
        )
    return well("queue", "The queue answers, and would rather refuse than forget.")


def models(settings: Settings) -> Answer:
    found = models_state(settings.models_dir)
    if found.is_ready:
        return well("models", "The models are prepared.")
    return wrong("models", "The models are not prepared: pictures are shown, but not understood.", "make setup")


def space(settings: Settings) -> Answer:
    free = shutil.disk_usage(settings.data_dir).free
    sentence = f"{free // 1024**2} MiB are free under {settings.data_dir}."
    if free > LITTLE_SPACE:
        return well("space", sentence)
    return wrong("space", sentence, "Make room: below 2 GiB uploads may soon be refused.")
