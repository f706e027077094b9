"""Bytes in Alibaba Cloud OSS, by oss2: signed with version 4, retried here, and compared with the store's CRC-64."""

import io
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, NoReturn, TypeVar
from urllib.parse import quote
from xml.etree.ElementTree import ParseError

import fastcrc
import oss2

from cms.circuit import Circuit
from cms.storage.base import ObjectMissing, StorageDown, StorageFull, StoredObject
from cms.storage.keys import checked
from cms.storage.location import OssLocation
from cms.storage.streams import BLOCK, buffered, rewindable

ATTEMPTS = 3
FIRST_PAUSE = 0.1
PATIENT, HURRIED = (2.0, 10.0), (1.0, 3.0)
"""Seconds to connect and between two bytes: for jobs, and where somebody waits for an answer."""
LONGEST_ADDRESS_LIFE = 600
CONNECTIONS = 20
PAGE = 1000

_MISSING = {"NoSuchKey", ""}
_CHANCE = secrets.SystemRandom()
_FULL = {"QuotaExceeded", "UserQuotaExceeded"}
Answer = TypeVar("Answer")


class OssStorage:
    """Keeps each object under the location's prefix. `timeouts` are seconds to connect and between two bytes."""

    name = "oss"
    names = frozenset({name})
    is_folder = False

    def __init__(
        self, location: OssLocation, credentials: tuple[str, str], *, timeouts: tuple[float, float] = PATIENT
    ) -> None:
        self._prefix = location.prefix
        self._bucket = _bucket(location, credentials, timeouts)
        self._public = _bucket(location, credentials, timeouts, public=location.public)
        self._circuit = Circuit(_Again, lambda: StorageDown("the store did not answer a moment ago"))

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> int:
        name, headers = self._prefix + checked(key), {"Content-Type": content_type}
        with rewindable(source) as body:
            began = body.tell()

            def send() -> int:
                body.seek(began)
                sent = _Measured(body)
                answer = self._bucket.put_object(name, sent, headers=headers)
                if answer.request_id and answer.crc != sent.crc:
                    raise _WrongSum("the store kept other bytes than it was sent")
                return sent.size if answer.request_id else _not_the_store()

            try:
                return self._persistently(key, send)
            except _WrongSum:
                self.delete(key)
                raise

    def open(self, key: str, *, start: int = 0, end: int | None = None) -> BinaryIO:
        if end is not None and end <= start:
            self.size(key)
            return io.BytesIO()
        if start == 0 and end is None:
            return buffered(_Download(self._get(key, None), is_whole=True))
        try:
            answer = self._get(key, (start, None if end is None else end - 1))
        except _PastTheEnd:
            return io.BytesIO()
        if not str(answer.content_range).startswith(f"bytes {start}-"):
            answer.close()
            raise StorageDown("the store sent other bytes than were asked for")
        return buffered(_Download(answer, is_whole=False))

    def size(self, key: str) -> int:
        answer = self._persistently(key, lambda: self._bucket.head_object(self._prefix + checked(key)))
        return int(answer.content_length)

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except ObjectMissing:
            return False
        return True

    def delete(self, key: str) -> None:
        self._persistently(key, lambda: self._bucket.delete_object(self._prefix + checked(key)))

    def listing(self, prefix: str = "") -> Iterator[StoredObject]:
        token = ""
        while True:
            page = self._page(prefix, token)
            for found in page.object_list:
                modified = datetime.fromtimestamp(found.last_modified, UTC)
                yield StoredObject(found.key.removeprefix(self._prefix), found.size, modified)
            if not page.is_truncated:
                return
            token = page.next_continuation_token

    def signed_address(
        self, key: str, *, seconds: int, content_type: str, download_name: str | None = None
    ) -> str | None:
        asked = {"response-content-type": content_type}
        if download_name is not None:
            asked["response-content-disposition"] = f"attachment; filename*=UTF-8''{quote(download_name, safe='')}"
        life = min(seconds, LONGEST_ADDRESS_LIFE)
        return str(self._public.sign_url("GET", self._prefix + checked(key), life, params=asked, slash_safe=True))

    def _get(self, key: str, byte_range: tuple[int, int | None] | None) -> Any:
        headers = {"x-oss-range-behavior": "standard"} if byte_range else {}
        name = self._prefix + checked(key)
        return self._persistently(key, lambda: self._bucket.get_object(name, byte_range=byte_range, headers=headers))

    def _page(self, prefix: str, token: str) -> Any:
        return self._persistently(
            prefix,
            lambda: self._bucket.list_objects_v2(self._prefix + prefix, continuation_token=token, max_keys=PAGE),
        )

    def _persistently(self, key: str, ask: Callable[[], Answer]) -> Answer:
        """The answer of an operation that may be repeated safely: up to three attempts, but none after a slow one."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._circuit.passing():
                    return _asked_once(key, ask)
            except _Again:
                if attempt == ATTEMPTS:
                    raise
                time.sleep(_CHANCE.uniform(0.5, 1) * FIRST_PAUSE * 2**attempt)
        raise AssertionError("every attempt returns or raises")


class _Again(StorageDown):
    """An answer that another attempt may better."""


class _WrongSum(_Again):
    """What was kept is not what was sent."""


class _PastTheEnd(Exception):
    """The range asked for begins after the last byte."""


class _Measured:
    """What is read passes through and is counted and summed, so that the store's own sum can be compared."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self.size, self.crc = source, 0, 0
        began = source.tell()
        self._length = source.seek(0, io.SEEK_END) - began
        source.seek(began)

    def __len__(self) -> int:
        return self._length

    def read(self, amount: int = -1) -> bytes:
        block = self._source.read(BLOCK if amount < 0 else amount)
        self.size += len(block)
        self.crc = fastcrc.crc64.xz(block, self.crc)
        return block


class _Download(io.RawIOBase):
    """The body of an answer; reading its last byte proves the sum of a whole object."""

    def __init__(self, answer: Any, *, is_whole: bool) -> None:
        self._answer, self._left, self._rest, self._crc = answer, int(answer.content_length), b"", 0
        self._blocks = answer.resp.response.iter_content(BLOCK) if self._left else iter(())
        self._expected = answer.server_crc if is_whole else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = self._next()
        block, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)

    def _next(self) -> bytes:
        try:
            block = bytes(next(self._blocks, b""))
        except OSError as error:  # the errors of the SDK's HTTP client are all of this kind
            raise StorageDown("the store broke off while sending") from error
        self._left -= len(block)
        self._crc = fastcrc.crc64.xz(block, self._crc)
        if not block and self._left != 0:
            raise StorageDown("the store sent fewer bytes than it announced")
        if self._left == 0 and self._expected not in (None, self._crc):
            raise StorageDown("the store sent other bytes than it keeps")
        return block

    def close(self) -> None:
        self._answer.close()
        super().close()


def _bucket(
    location: OssLocation, credentials: tuple[str, str], timeouts: tuple[float, float], *, public: str | None = None
) -> Any:
    session = oss2.Session(pool_size=CONNECTIONS)
    session.session.trust_env = False  # neither proxies nor passwords out of the environment
    session.session.max_redirects = 0
    return oss2.Bucket(
        oss2.ProviderAuthV4(oss2.StaticCredentialsProvider(*credentials)),
        public or location.endpoint,
        location.bucket,
        is_cname=public is not None,
        session=session,
        connect_timeout=timeouts,
        enable_crc=False,  # oss2 would sum without its C part at 4.5 MB/s, and not compare on reading
        region=location.region,
        is_path_style=location.is_path_style and public is None,
    )


def _asked_once(key: str, ask: Callable[[], Answer]) -> Answer:
    try:
        answer = ask()
    except oss2.exceptions.RequestError as error:
        raise _Again("the store cannot be reached") from error
    except oss2.exceptions.OssError as error:
        raise _in_our_words(key, error) from error
    except (OSError, ParseError) as error:
        raise _Again("the store's answer cannot be read") from error
    return answer if getattr(answer, "request_id", "a plain value") else _not_the_store()


def _not_the_store() -> NoReturn:
    raise _Again("somebody else than the store answered")


def _in_our_words(key: str, error: Any) -> Exception:
    if error.status == 416 and error.request_id:
        return _PastTheEnd()
    if error.status == 404 and error.code in _MISSING and error.request_id:
        return ObjectMissing(key)
    if error.status == 507 or error.code in _FULL:
        return StorageFull("no space is left in the object store")
    kind = _Again if error.status >= 500 or not error.request_id else StorageDown
    return kind(f"the store refused: {error.status} {error.code}")
