"""What every place for bytes promises: the same tests for the folder and for the object store."""

import hashlib
import io
import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cms.storage import open_storage
from cms.storage.base import ObjectMissing, Storage
from cms.storage.keys import original_key, rendition_key
from tests.services.fixtures import OssAccount

KEY = original_key(hashlib.sha256(b"").hexdigest(), "17")
MANY_BLOCKS = bytes(range(256)) * 4096 * 3


class TestStorage:
    def test_what_was_put_comes_back(self, storage: Storage) -> None:
        assert put(storage, KEY, MANY_BLOCKS) == len(MANY_BLOCKS)
        assert content(storage, KEY) == MANY_BLOCKS

    def test_nothing_at_all_can_be_kept(self, storage: Storage) -> None:
        assert put(storage, KEY, b"") == 0
        assert content(storage, KEY) == b""

    def test_the_same_put_again_is_harmless(self, storage: Storage) -> None:
        put(storage, KEY, b"picture")
        put(storage, KEY, b"picture")
        assert content(storage, KEY) == b"picture"

    def test_a_stream_that_cannot_go_back_is_taken(self, storage: Storage) -> None:
        assert storage.put(KEY, OneWay(MANY_BLOCKS), content_type="image/png") == len(MANY_BLOCKS)
        assert content(storage, KEY) == MANY_BLOCKS

    def test_a_put_begins_where_the_stream_stands(self, storage: Storage) -> None:
        source = io.BytesIO(b"header and picture")
        source.seek(11)
        storage.put(KEY, source, content_type="image/png")
        assert content(storage, KEY) == b"picture"

    @pytest.mark.parametrize(
        ("start", "end"), [(0, 3), (2, 5), (4, None), (6, 7), (0, 100), (3, 3), (7, None), (9, 12)]
    )
    def test_a_part_is_what_slicing_gives(self, storage: Storage, start: int, end: int | None) -> None:
        put(storage, KEY, b"picture")
        with storage.open(KEY, start=start, end=end) as part:
            assert part.read() == b"picture"[start:end]

    def test_a_stream_is_read_in_pieces_of_any_size(self, storage: Storage) -> None:
        put(storage, KEY, MANY_BLOCKS)
        with storage.open(KEY) as stream:
            assert b"".join(iter(lambda: stream.read(70_001), b"")) == MANY_BLOCKS

    def test_a_stream_may_be_closed_half_read(self, storage: Storage) -> None:
        put(storage, KEY, MANY_BLOCKS)
        for _ in range(50):
            with storage.open(KEY) as stream:
                assert stream.read(4) == MANY_BLOCKS[:4]

    def test_size_and_presence(self, storage: Storage) -> None:
        put(storage, KEY, b"picture")
        assert (storage.size(KEY), storage.exists(KEY)) == (7, True)

    @pytest.mark.parametrize("ask", ["open", "size"])
    def test_missing_is_always_object_missing(self, storage: Storage, ask: str) -> None:
        with pytest.raises(ObjectMissing):
            getattr(storage, ask)(KEY)
        assert not storage.exists(KEY)

    def test_an_empty_part_of_a_missing_object_is_missing(self, storage: Storage) -> None:
        with pytest.raises(ObjectMissing):
            storage.open(KEY, start=4, end=4)

    def test_deleting_twice_is_no_error(self, storage: Storage) -> None:
        put(storage, KEY, b"picture")
        storage.delete(KEY)
        storage.delete(KEY)
        assert not storage.exists(KEY)

    def test_a_listing_is_in_the_order_of_keys(self, storage: Storage) -> None:
        keys = ["a/b", "a.b", "a-b", "b/c/d", "b/c", "b0", "a/a", "B/a", "b-c/d"]
        keys.remove("b/c")  # a folder cannot be a file too
        for key in keys:
            put(storage, key, key.encode())
        assert [found.key for found in storage.listing()] == sorted(keys)

    @pytest.mark.parametrize(("prefix", "count"), [("", 4), ("originals/", 2), ("originals/ab", 1), ("r", 2), ("x", 0)])
    def test_a_listing_keeps_to_its_prefix(self, storage: Storage, prefix: str, count: int) -> None:
        for key in ("originals/ab/1", "originals/cd/2", "renditions/17/17/400.webp", "renditions/18/18/400.webp"):
            put(storage, key, b"x")
        assert len(list(storage.listing(prefix))) == count

    def test_a_listing_tells_size_and_time(self, storage: Storage) -> None:
        put(storage, KEY, b"picture")
        [found] = storage.listing("originals/")
        assert (found.key, found.size) == (KEY, 7)
        assert abs(found.modified - datetime.now(UTC)) < timedelta(minutes=1)

    @pytest.mark.parametrize(
        "key", ["", "/etc/passwd", "../up", "a/../b", "a//b", "a/", ".hidden", "a\\b", "a\0b", "a b", "猫", "x" * 501]
    )
    def test_a_hostile_key_is_refused(self, storage: Storage, key: str) -> None:
        for ask in (storage.open, storage.size, storage.exists, storage.delete, lambda key: put(storage, key, b"")):
            with pytest.raises(ValueError, match="not a key"):
                ask(key)

    def test_the_same_rendition_made_at_once_is_one_complete_object(self, storage: Storage) -> None:
        key = rendition_key(
            "17", longest=400, version=1, sha256=hashlib.sha256(MANY_BLOCKS).hexdigest(), content_type="image/webp"
        )
        makers = [threading.Thread(target=put, args=(storage, key, MANY_BLOCKS)) for _ in range(6)]
        for maker in makers:
            maker.start()
        for maker in makers:
            maker.join()
        assert content(storage, key) == MANY_BLOCKS
        assert len(list(storage.listing())) == 1

    def test_a_source_that_fails_leaves_nothing(self, storage: Storage) -> None:
        with pytest.raises(ConnectionAbortedError):
            storage.put(KEY, Broken(MANY_BLOCKS), content_type="image/png")
        assert list(storage.listing()) == []


class OneWay(io.BytesIO):
    """A stream as a network gives it."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise io.UnsupportedOperation


class Broken(OneWay):
    """A stream that ends in an error after its first block."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self._reads = itertools.count()

    def read(self, size: int | None = -1) -> bytes:
        if next(self._reads) > 0:
            raise ConnectionAbortedError
        return super().read(size)


def put(storage: Storage, key: str, content: bytes) -> int:
    return storage.put(key, io.BytesIO(content), content_type="image/png")


def content(storage: Storage, key: str) -> bytes:
    with storage.open(key) as stream:
        return stream.read()


@pytest.fixture(params=["file", "oss", "moving"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "file":
        return open_storage(f"file:{tmp_path / 'objects'}")
    if request.param == "moving":
        return open_storage(f"file:{tmp_path / 'new'}", former=f"file:{tmp_path / 'old'}")
    new_account: Callable[[], OssAccount] = request.getfixturevalue("new_oss_account")
    account = new_account()
    return open_storage(account.url, oss_credentials=account.credentials)
