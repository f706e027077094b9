"""What the folder alone must withstand: full and missing disks, planted links, crashes, foreign files."""

import io
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cms.storage import open_storage
from cms.storage.base import ObjectMissing, Storage, StorageDown
from cms.storage.local import MARKER, SECONDS_UNTIL_ABANDONED, UNFINISHED, LocalStorage

KEY = "originals/ab/picture"

FILL_A_SMALL_DISK = """
import io, sys
from pathlib import Path
from cms.storage.base import StorageFull
from cms.storage.local import UNFINISHED, LocalStorage

root = Path(sys.argv[1])
storage = LocalStorage(root)
storage.put("small", io.BytesIO(b"small"), content_type="image/png")
try:
    storage.put("large", io.BytesIO(bytes(4_000_000)), content_type="image/png")
except StorageFull:
    left = [found.key for found in storage.listing()], list((root / UNFINISHED).iterdir())
    print(left, storage.open("small").read())
"""


def test_a_full_disk_leaves_nothing_half_done_and_reading_goes_on(tmp_path: Path) -> None:
    script = 'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" -W ignore -c "$3" "$1"'
    space = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", str(tmp_path)]
    done = subprocess.run([*space, sys.executable, FILL_A_SMALL_DISK], capture_output=True, text=True, check=False)
    assert done.stdout == "(['small'], []) b'small'\n", done.stderr


def test_a_root_that_lost_its_mark_is_refused_at_start(root: Path) -> None:
    LocalStorage(root)
    root.rename(root.with_name("unmounted"))
    root.mkdir()
    with pytest.raises(StorageDown, match="is its disk mounted"):
        LocalStorage(root)


def test_a_disk_that_goes_away_is_neither_written_nor_read(storage: Storage, root: Path) -> None:
    put(storage)
    root.rename(root.with_name("unmounted"))
    root.mkdir()
    for ask in (put, lambda storage: storage.open(KEY), lambda storage: list(storage.listing())):
        with pytest.raises(StorageDown):
            ask(storage)
    assert list(root.iterdir()) == []


def test_a_link_in_place_of_an_object_is_not_followed(storage: Storage, root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (root / "originals").mkdir()
    (root / "originals" / "link").symlink_to(secret)
    with pytest.raises(ObjectMissing):
        storage.open("originals/link")
    assert list(storage.listing()) == []


def test_a_link_in_place_of_a_folder_is_not_followed(storage: Storage, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    (root / "originals").symlink_to(outside)
    with pytest.raises(StorageDown):
        storage.put("originals/new", io.BytesIO(b"x"), content_type="image/png")
    storage.delete("originals/kept")
    assert [found.name for found in outside.iterdir()] == ["kept"]


def test_an_object_is_replaced_not_written_into(storage: Storage, root: Path) -> None:
    put(storage)
    os.link(root / KEY, root / "another-name")
    storage.put(KEY, io.BytesIO(b"other"), content_type="image/png")
    assert (root / "another-name").read_bytes() == b"picture"


def test_bytes_are_on_the_disk_before_their_name_is(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    fsync, rename = os.fsync, os.rename

    def seen_fsync(descriptor: int) -> None:
        calls.append(f"fsync {'folder' if stat.S_ISDIR(os.fstat(descriptor).st_mode) else 'file'}")
        fsync(descriptor)

    def seen_rename(*names: str, **folders: int) -> None:
        calls.append("rename")
        rename(*names, **folders)

    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(os, "rename", seen_rename)
    put(storage)
    assert calls[-3:] == ["fsync file", "rename", "fsync folder"]


def test_what_a_crash_left_unfinished_goes_at_a_later_start(storage: Storage, root: Path) -> None:
    old, young = root / UNFINISHED / "old", root / UNFINISHED / "young"
    for left in (old, young):
        left.write_bytes(b"half a pict")
    long_ago = time.time() - SECONDS_UNTIL_ABANDONED - 1
    os.utime(old, (long_ago, long_ago))
    LocalStorage(root)
    assert (old.exists(), young.exists()) == (False, True)


def test_foreign_files_are_not_listed(storage: Storage, root: Path) -> None:
    put(storage)
    (root / "Thumbs db").touch()
    (root / ".hidden").mkdir()
    assert [found.key for found in storage.listing()] == [KEY]
    assert (root / MARKER).exists()


def test_files_are_not_for_everybody(storage: Storage, root: Path) -> None:
    put(storage)
    assert (root / KEY).stat().st_mode & 0o007 == 0


@pytest.mark.parametrize("url", ["", "file:", "s3://bucket", "oss://photos@host/?region=cn-hangzhou"])
def test_an_address_that_names_no_storage_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"storage address|PIXELS_OSS_ACCESS_KEY_ID"):
        open_storage(url)


def put(storage: Storage) -> int:
    return storage.put(KEY, io.BytesIO(b"picture"), content_type="image/png")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture
def storage(root: Path) -> Storage:
    return LocalStorage(root)
