"""A site from its copy: into an empty one, also with other back ends than the one it was taken from."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from cms.errors import Problem
from cms.extensions import db
from cms.storage.base import ObjectMissing, Storage
from cms.storage.keys import checked, rendition_type
from cms.upkeep.backup import IMAGES, OBJECTS, Manifest, Tell, file_hash, kept_images, read_manifest
from cms.upkeep.objects import hash_of
from cms.upkeep.rows import is_empty, read_rows, rows_in, rows_of

MoveSchema = Callable[[str], None]


def whole_manifest(folder: Path) -> Manifest:
    """What the copy holds, after its rows were compared with their hashes. Raises Problem."""
    manifest = read_manifest(folder)
    for name, known in manifest.hashes.items():
        file = folder / manifest.rows / name
        if not file.exists() or file_hash(file) != known:
            raise Problem(409, "damaged-backup", f"The backup is damaged: {file} is not as it was written.")
    return manifest


def make_room(manifest: Manifest, *, move_schema: MoveSchema) -> None:
    """The empty tables of the version that the copy is of. Raises Problem where tables have rows."""
    with db.engine.connect() as connection:
        if not is_empty(connection):
            raise Problem(409, "not-empty", "Restore into an empty site, in a new data folder: this one has rows.")
    move_schema(manifest.revision)


def fill(folder: Path, manifest: Manifest, storage: Storage, *, move_schema: MoveSchema, tell: Tell) -> None:
    """Put bytes, then rows, where room was made. Whatever stops it, it can be run again. Raises Problem."""
    put_objects(folder, manifest, storage, tell=tell)
    with db.engine.connect() as connection:
        put_rows(connection, folder, manifest, storage_name=storage.name)
    tell(f"{sum(manifest.counts.values())} rows")
    move_schema("head")


def put_objects(folder: Path, manifest: Manifest, storage: Storage, *, tell: Tell) -> None:
    """Every object of the copy. Raises Problem for an original that is not what was stored."""
    types = {row["id"]: row["content_type"] for row in rows_of(folder / manifest.rows, IMAGES)}
    left_out = {*manifest.gone, *manifest.damaged}
    for number, image in enumerate(kept_images(folder, manifest.rows), start=1):
        for key in image.keys:
            file = folder / OBJECTS / checked(key)
            if image.id in left_out and not file.exists():
                continue
            is_original = key == image.original_key
            if is_original and image.id not in left_out and file_hash(file) != image.sha256:
                raise Problem(409, "damaged-backup", f"The backup is damaged: {file} is not as it was stored.")
            with file.open("rb") as source:
                storage.put(key, source, content_type=types[image.id] if is_original else rendition_type(key))
        if number % 1000 == 0:
            tell(f"{number} pictures")


def put_rows(connection: Connection, folder: Path, manifest: Manifest, *, storage_name: str) -> None:
    """All rows in one transaction, less the images that were erased while the copy was made."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:  # has effect only outside a transaction
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
    with connection.begin():
        read_rows(connection, folder / manifest.rows)
        connection.execute(text("UPDATE images SET storage = :name"), {"name": storage_name})
    if is_sqlite:
        raw.execute("PRAGMA foreign_keys = ON")  # type: ignore[union-attr]
    with connection.begin():
        for image_id in manifest.gone:
            connection.execute(text("DELETE FROM images WHERE id = :id"), {"id": image_id})


def differences(folder: Path, manifest: Manifest, storage: Storage) -> list[str]:
    """Keys whose bytes in this storage are not those of the copy, and tables that have not as many rows."""
    found = [] if manifest.gone else wrong_counts(manifest)
    for image in kept_images(folder, manifest.rows):
        for key in image.keys:
            file = folder / OBJECTS / checked(key)
            if not file.exists():
                continue
            try:
                if hash_of(storage, key) != file_hash(file):
                    found.append(key)
            except ObjectMissing:
                found.append(key)
    return found


def wrong_counts(manifest: Manifest) -> list[str]:
    with db.engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
        return [name for name, count in manifest.counts.items() if name in there and rows_in(connection, name) != count]
