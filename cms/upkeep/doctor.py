"""What a site stands on, looked at one part after the other: whether it works, and what to do where it does not."""

import io
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from cms.backends import Backends
from cms.extensions import db, new_id
from cms.index.base import IndexDown
from cms.jobs.base import QueueDown
from cms.mail.base import MailDown
from cms.settings import CHECKOUT, Settings
from cms.storage.base import StorageDown
from cms.storage.keys import asked_with_key
from cms.vision.models_state import models_state

LITTLE_SPACE = 2 * 1024**3
MIGRATIONS = CHECKOUT / "sql" / "migrations" / "versions"
STORAGE_ADVICE = "Look at PIXELS_STORAGE_URL, the rights of its folder or bucket, and the keys."


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
    yield mail(backends)
    yield models(settings)
    yield space(settings)


def quick_parts(settings: Settings, backends: Backends) -> dict[str, Callable[[], Answer]]:
    """What a site that is served asks itself again and again: all parts, without writing a byte."""
    return {
        "database": partial(database, is_schema_current),
        "queue": partial(queue, settings, backends, is_served=True),
        "storage": partial(reachable, backends),
        "index": partial(index, backends),
        "mail": partial(mail, backends),
        "models": partial(models, settings),
        "space": partial(space, settings),
    }


def schema_of_database() -> str:
    """The migration that these tables have seen last; empty where none. Raises SQLAlchemyError."""
    with db.engine.connect() as connection:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


@cache
def newest_schema() -> str:
    """The last migration that this Pixels knows; they are numbered."""
    return max(file.name.partition("_")[0] for file in MIGRATIONS.glob("[0-9]*.py"))


def is_schema_current() -> bool:
    return schema_of_database() == newest_schema()


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


def reachable(backends: Backends) -> Answer:
    """Bytes asked for, none put."""
    try:
        backends.storage.exists("originals/none")
    except StorageDown as error:
        return wrong("storage", f"Bytes cannot be reached: {error}.", STORAGE_ADVICE)
    return well("storage", f"{backends.storage.name}: bytes can be reached.")


def storage(backends: Backends) -> Answer:
    """Bytes put, read and removed."""
    data = secrets.token_bytes(64)
    key = asked_with_key(f"doctor-{new_id()}", sha256(data).hexdigest())
    try:
        backends.storage.put(key, io.BytesIO(data), content_type="application/octet-stream")
        with backends.storage.open(key) as stream:
            is_same = stream.read() == data
        backends.storage.delete(key)
    except StorageDown as error:
        return wrong("storage", f"Bytes cannot be kept: {error}.", STORAGE_ADVICE)
    if not is_same:
        return wrong("storage", "Other bytes came back than were put.", STORAGE_ADVICE)
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


def queue(settings: Settings, backends: Backends, *, is_served: bool = False) -> Answer:
    """While the site `is_served`, its embedded queue must run too."""
    try:
        backends.queue.check()
    except QueueDown as error:
        if settings.queue_url.startswith("embedded:") and not is_served:
            return well("queue", "The embedded queue runs while the site is served; it does not just now.")
        return wrong(
            "queue", f"It cannot be used: {error}.", "Look at PIXELS_QUEUE_URL; its policy must be noeviction."
        )
    return well("queue", "The queue answers, and would rather refuse than forget.")


def mail(backends: Backends) -> Answer:
    try:
        backends.mail.check()
    except MailDown as error:
        advice = "Letters wait meanwhile. Look at PIXELS_MAIL_URL."
        return wrong("mail", f"Letters cannot be handed over: {error}.", advice)
    return well("mail", "Letters are taken.")


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
