"""What goes wrong with stored bytes: a disk that is full, takes only a part or fails, and an object store that does."""

import contextlib
import errno
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.oss_server import OssServer

DISK_BYTES = 64 * 1024**2
PART = 20_000
"""Bytes that a limited file may have: less than a picture."""

STORE_FAULTS = ("503", "507", "reset", "hang", "short body", "wrong CRC", "HTML page", "HTML 404", "HTML 502")
CALLS = ("fsync", "rename", "unlink", "open")


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A disk of its own in this folder; False where this user may mount none."""
    folder.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    is_mounted = subprocess.run(asked, capture_output=True, check=False).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def full(disk: Path, *, left: int) -> Iterator[None]:
    """Only so many bytes are free while the block lasts."""
    ballast = disk / "ballast"
    size = shutil.disk_usage(disk).free - left
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)
    try:
        yield
    finally:
        ballast.unlink()


@contextlib.contextmanager
def limited(size: int) -> Iterator[None]:
    """No file of this process grows beyond this: the system takes a part of what is written, and then refuses."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def failing(call: str, *, at: int) -> Iterator[None]:
    """This call of the system, the one of this number below a storage, ends with EIO, as on a disk that dies."""
    real: Callable[..., Any] = getattr(os, call)
    left = [at]

    def broken(*words: Any, **named: Any) -> Any:
        is_ours = call == "fsync" or any(name in named for name in ("dir_fd", "src_dir_fd"))
        left[0] -= is_ours
        if is_ours and left[0] == 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*words, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, call, broken)
        yield


@contextlib.contextmanager
def unwilling(server: OssServer, kind: str, *, times: int) -> Iterator[None]:
    """The object store fails so often in this way, or until the block ends."""
    server.faults.add(kind, times=times)
    try:
        yield
    finally:
        server.faults.clear()
