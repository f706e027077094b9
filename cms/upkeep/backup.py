"""A copy of a site in a folder: all rows of one moment, and the bytes that they name. Indexes are built anew.

manifest.json      written last: what the copy holds; without it there is no copy
rows-ID/           a file a table
objects/KEY        bytes as they lie in the storage; those that are there already are not copied again
secret-key         so that logins and tokens stay good; only where the site keeps its own
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from cms.errors import Problem
from cms.extensions import db, now
from cms.images.queries import Kept, image_by_id
from cms.storage.base import ObjectMissing, Storage
from cms.storage.keys import checked
from cms.storage.streams import blocks, sha256_of
from cms.transaction import reading
from cms.upkeep.rows import rows_of, write_rows

FORMAT = 1
MANIFEST, OBJECTS, SECRET = "manifest.json", "objects", "secret-key"
IMAGES = "images"
FAILED = "failed"
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Manifest:
    """What a copy holds. `gone` are images that were erased meanwhile, `damaged` those whose bytes are not whole."""

    format: int
    revision: str
    made_at: str
    rows: str
    hashes: dict[str, str]
    counts: dict[str, int]
    objects: int
    bytes: int
    gone: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    verified_at: str | None = None

    def write(self, folder: Path) -> None:
        replace_file(folder / MANIFEST, json.dumps(asdict(self), indent=1).encode())


@dataclass
class _Copied:
    keys: set[str] = field(default_factory=set)
    bytes: int = 0
    gone: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def write_backup(storage: Storage, folder: Path, *, revision: str, secret: str | None, tell: Tell) -> Manifest:
    """Copy the site as it is now; into a folder with an older copy only what is new. Raises Problem."""
    old = prepare_folder(folder)
    rows = f"rows-{secrets.token_hex(4)}"
    (folder / rows).mkdir()
    with one_moment() as connection:
        made_at = now()
        counts = write_rows(connection, folder / rows)
    tell(f"{sum(counts.values())} rows")
    copied = _copy_objects(storage, folder, rows, tell=tell)
    if secret is not None:
        replace_file(folder / SECRET, secret.encode(), mode=0o600)
    hashes = {file.name: file_hash(file) for file in sorted((folder / rows).iterdir())}
    manifest = Manifest(
        FORMAT,
        revision,
        made_at.isoformat(),
        rows,
        hashes,
        counts,
        len(copied.keys),
        copied.bytes,
        copied.gone,
        copied.damaged,
    )
    manifest.write(folder)
    if old is not None:
        shutil.rmtree(folder / old.rows, ignore_errors=True)
    _forget_others(folder, copied.keys)
    return manifest


@contextmanager
def one_moment() -> Iterator[Connection]:
    """A connection whose statements all see the rows as they were at the first of them."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    with reading():
        yield db.session.connection(execution_options={} if is_sqlite else {"isolation_level": "REPEATABLE READ"})


def prepare_folder(folder: Path) -> Manifest | None:
    """Make the folder, or take one with a copy; its manifest. Raises Problem where it holds something else."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if (folder / MANIFEST).exists():
        return read_manifest(folder)
    strange = [path.name for path in folder.iterdir() if path.name != OBJECTS and not path.name.startswith("rows-")]
    if strange:
        raise Problem(409, "not-empty", f"The folder {folder} holds something else: {strange[0]}.")
    return None


def read_manifest(folder: Path) -> Manifest:
    """What the copy in this folder holds. Raises Problem where there is none, or one of another Pixels."""
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise Problem(404, "no-backup", f"There is no whole backup in {folder}.") from error
    if told.get("format") != FORMAT:
        raise Problem(409, "other-format", f"The backup in {folder} was made by another version of Pixels.")
    return Manifest(**told)


def kept_images(folder: Path, rows: str) -> Iterator[Kept]:
    """The images of a copy whose bytes belong to it."""
    for row in rows_of(folder / rows, IMAGES):
        if row["state"] != FAILED:
            yield Kept(row["id"], row["original_key"], row["rendition_keys"], row["sha256"])


def _copy_objects(storage: Storage, folder: Path, rows: str, *, tell: Tell) -> _Copied:
    copied = _Copied()
    for number, image in enumerate(kept_images(folder, rows), start=1):
        for key in image.keys:
            sha256 = image.sha256 if key == image.original_key else None
            try:
                size, is_whole = _copy(storage, key, folder / OBJECTS / checked(key), sha256=sha256)
            except ObjectMissing:
                _note_missing(copied, image.id)
                continue
            copied.keys.add(key)
            copied.bytes += size
            if not is_whole:
                copied.damaged.append(image.id)
        if number % 1000 == 0:
            tell(f"{number} pictures")
    return copied


def _note_missing(copied: _Copied, image_id: str) -> None:
    """Erased since its row was copied, or lost before."""
    with reading():
        is_there = image_by_id(image_id) is not None
    noted = copied.damaged if is_there else copied.gone
    if image_id not in noted:
        noted.append(image_id)


def _copy(storage: Storage, key: str, target: Path, *, sha256: str | None) -> tuple[int, bool]:
    """Copy an object unless it is there in its full size; its size, and whether what came is what should come."""
    if target.exists() and target.stat().st_size == storage.size(key):
        return target.stat().st_size, True
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished, digest = target.with_suffix(".unfinished"), hashlib.sha256()
    with storage.open(key) as source, unfinished.open("wb") as file:
        for block in blocks(source):
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    return target.stat().st_size, sha256 is None or digest.hexdigest() == sha256


def _forget_others(folder: Path, keys: set[str]) -> None:
    """Remove bytes of an older copy that no row names any more."""
    for path in (folder / OBJECTS).rglob("*"):
        if path.is_file() and str(path.relative_to(folder / OBJECTS)) not in keys:
            path.unlink()


def replace_file(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """The whole file or the old one, also after a power cut."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    fresh.touch(mode=mode, exist_ok=False)
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def file_hash(path: Path) -> str:
    """SHA-256 in hex."""
    with path.open("rb") as file:
        return sha256_of(file)
