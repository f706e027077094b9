"""What Pixels does when the object store is slow, broken, lying or not the store at all."""

import io
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from cms.storage.base import StorageDown, StorageFull
from cms.storage.location import read_location
from cms.storage.oss import OssStorage
from tests.services.fixtures import OssAccount
from tests.services.oss_server import OssServer
from tests.services.processes import free_port

KEY = "originals/ab/picture"
PICTURE = bytes(range(256)) * 4096

PASS_THROUGH = """
import io, sys, tempfile
from cms.storage import open_storage

def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))

def pass_through(megabytes):
    with tempfile.TemporaryFile() as source:
        source.truncate(megabytes * 1024 * 1024)
        storage.put("large", source, content_type="image/png")
    with storage.open("large") as stream:
        while stream.read(65536):
            pass

storage = open_storage(sys.argv[1], oss_credentials=(sys.argv[2], sys.argv[3]))
pass_through(4)
before = peak()
pass_through(64)
print(peak() - before)
"""


@pytest.mark.parametrize("fault", ["503", "reset", "HTML page", "HTML 404", "HTML 502", "hang"])
@pytest.mark.parametrize("verb", ["PUT", "GET", "HEAD", "DELETE"])
def test_two_failures_in_a_row_are_overcome(storage: OssStorage, oss_server: OssServer, fault: str, verb: str) -> None:
    put(storage)
    oss_server.faults.add(fault, verb=verb, times=2)
    assert outcome(storage, verb)
    assert oss_server.requests[-3:] == [verb] * 3


@pytest.mark.parametrize("fault", ["503", "reset", "HTML page", "HTML 404", "HTML 502", "hang"])
@pytest.mark.parametrize("verb", ["PUT", "GET", "HEAD", "DELETE"])
def test_after_three_failures_the_storage_is_down(
    storage: OssStorage, oss_server: OssServer, fault: str, verb: str
) -> None:
    put(storage)
    oss_server.faults.add(fault, verb=verb, times=3)
    with pytest.raises(StorageDown):
        outcome(storage, verb)


def test_a_body_cut_short_is_noticed(storage: OssStorage, oss_server: OssServer) -> None:
    put(storage)
    oss_server.faults.add("short body", verb="GET")
    with pytest.raises(StorageDown), storage.open(KEY) as stream:
        stream.read()


def test_a_wrong_sum_is_noticed_on_reading(storage: OssStorage, oss_server: OssServer) -> None:
    put(storage)
    oss_server.faults.add("wrong CRC", verb="GET")
    with pytest.raises(StorageDown, match="other bytes"), storage.open(KEY) as stream:
        stream.read()


def test_a_put_kept_wrongly_is_sent_again(storage: OssStorage, oss_server: OssServer) -> None:
    oss_server.faults.add("wrong CRC", verb="PUT", times=2)
    assert put(storage) == len(PICTURE)


def test_a_put_kept_wrongly_three_times_leaves_nothing(storage: OssStorage, oss_server: OssServer) -> None:
    oss_server.faults.add("wrong CRC", verb="PUT", times=3)
    with pytest.raises(StorageDown):
        put(storage)
    assert not storage.exists(KEY)


def test_a_page_in_place_of_a_listing_is_not_an_empty_bucket(storage: OssStorage, oss_server: OssServer) -> None:
    oss_server.faults.add("HTML page", verb="GET", times=3)
    with pytest.raises(StorageDown):
        list(storage.listing())


def test_a_full_store_says_so_at_once(storage: OssStorage, oss_server: OssServer) -> None:
    oss_server.faults.add("507", verb="PUT")
    seen = len(oss_server.requests)
    with pytest.raises(StorageFull):
        put(storage)
    assert len(oss_server.requests) == seen + 1


def test_an_endpoint_that_is_closed_to_new_accounts_is_named(storage: OssStorage, oss_server: OssServer) -> None:
    oss_server.faults.add("wrong endpoint", verb="PUT")
    with pytest.raises(StorageDown, match="PublicEndpointForbidden"):
        put(storage)


def test_a_missing_bucket_is_not_a_missing_object(oss_account: OssAccount, oss_server: OssServer) -> None:
    oss_server.buckets.pop(read_location(oss_account.url).bucket)
    with pytest.raises(StorageDown, match="NoSuchBucket"):
        opened(oss_account).exists(KEY)


def test_a_wrong_secret_is_storage_down_and_asked_once(oss_account: OssAccount, oss_server: OssServer) -> None:
    seen = len(oss_server.requests)
    with pytest.raises(StorageDown, match="SignatureDoesNotMatch"):
        put(OssStorage(read_location(oss_account.url), (oss_account.key_id, "wrong")))
    assert len(oss_server.requests) == seen + 1


def test_a_store_that_does_not_listen_is_down() -> None:
    url = f"oss://bucket@127.0.0.1:{free_port()}/?region=cn-hangzhou&scheme=http&path_style=1"
    with pytest.raises(StorageDown):
        OssStorage(read_location(url), ("id", "secret")).exists(KEY)


def test_proxies_of_the_environment_are_not_used(storage: OssStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert put(storage) == len(PICTURE)


def test_a_signed_address_gives_the_bytes_for_at_most_ten_minutes(storage: OssStorage) -> None:
    put(storage)
    address = storage.signed_address(KEY, seconds=7200, content_type="image/webp", download_name="猫 1.webp")
    assert address is not None
    with fetch(address) as answer:
        assert answer.read() == PICTURE
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E7%8C%AB%201.webp"
    assert parse_qs(urlsplit(address).query)["x-oss-expires"] == ["600"]


def test_a_signed_address_opens_nothing_else(storage: OssStorage) -> None:
    address = storage.signed_address(KEY, seconds=60, content_type="image/webp")
    assert address is not None
    with pytest.raises(urllib.error.HTTPError, match="403"):
        fetch(address.replace("picture", "another"))


@pytest.mark.parametrize(
    ("options", "host"), [("", "{bucket}.oss-cn-hangzhou.aliyuncs.com"), ("&public=img.example.org", "img.example.org")]
)
def test_signed_addresses_are_on_the_domain_of_the_bucket(
    oss_account: OssAccount, oss_server: OssServer, options: str, host: str
) -> None:
    put(opened(oss_account))
    bucket = read_location(oss_account.url).bucket
    oss_server.domains["img.example.org"] = bucket
    elsewhere = f"oss://{bucket}@oss-cn-hangzhou.aliyuncs.com/pixels?region=cn-hangzhou{options}"
    storage = OssStorage(read_location(elsewhere), oss_account.credentials)
    address = urlsplit(str(storage.signed_address(KEY, seconds=60, content_type="image/webp")))
    assert (address.scheme, address.netloc) == ("https", host.format(bucket=bucket))
    here = address._replace(scheme="http", netloc=f"127.0.0.1:{oss_server.port}").geturl()
    with fetch(urllib.request.Request(here, headers={"Host": address.netloc})) as answer:
        assert answer.read() == PICTURE


def test_a_large_picture_passes_through_in_little_memory(oss_account: OssAccount) -> None:
    arguments = [oss_account.url, *oss_account.credentials]
    command = [sys.executable, "-W", "ignore", "-c", PASS_THROUGH, *arguments]
    grown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(grown.stdout) < 4096


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("oss://photos@host/", "region"),
        ("oss://host/?region=x", "bucket@endpoint"),
        ("oss://photos@host/?region=x&scheme=ftp", "scheme"),
        ("oss://photos@host/../x?region=x", "prefix"),
        ("oss://photos@host/?region=x&secret=y", "options"),
    ],
)
def test_a_wrong_address_is_refused_in_a_sentence(url: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_location(url)


def outcome(storage: OssStorage, verb: str) -> bool:
    """One operation that sends this verb; true when it did what it should."""
    match verb:
        case "PUT":
            return put(storage) == len(PICTURE)
        case "GET":
            with storage.open(KEY) as stream:
                return stream.read() == PICTURE
        case "HEAD":
            return storage.size(KEY) == len(PICTURE)
        case _:
            storage.delete(KEY)
            return True


def put(storage: OssStorage) -> int:
    return storage.put(KEY, io.BytesIO(PICTURE), content_type="image/png")


def fetch(address: str | urllib.request.Request) -> "urllib.request._UrlopenRet":
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=5)


def opened(account: OssAccount) -> OssStorage:
    return OssStorage(read_location(account.url), account.credentials, timeouts=(0.5, 0.2))


@pytest.fixture
def storage(oss_account: OssAccount, oss_server: OssServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[OssStorage]:
    monkeypatch.setattr("cms.storage.oss.FIRST_PAUSE", 0.001)
    yield opened(oss_account)
    oss_server.faults.clear()
