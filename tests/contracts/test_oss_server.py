"""The OSS test server refuses what the real one refuses: time, region, keys, tampering, wrong sums."""

import base64
import contextlib
import hashlib
import sys
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import oss2
import pytest
import requests

from tests.services.fixtures import OssAccount
from tests.services.oss_authority import Authority, Refused
from tests.services.oss_faults import Faults
from tests.services.oss_server import KEY_ID, REGION, SECRET, OssServer
from tests.services.oss_signatures import SignedRequest, v1_signature
from tests.services.processes import free_port, running

KEY = "originals/ab/picture"


@pytest.mark.parametrize("version", ["v1", "v4"])
class TestBothSignatures:
    def test_a_client_whose_clock_is_wrong_is_refused(self, bucket: Any, oss_server: OssServer, version: str) -> None:
        with clock_ahead(oss_server, 16 * 60), pytest.raises(oss2.exceptions.OssError) as refused:
            bucket.get_object(KEY)
        assert (refused.value.status, refused.value.code) == (403, "RequestTimeTooSkewed")

    def test_a_clock_a_little_wrong_is_let_in(self, bucket: Any, oss_server: OssServer, version: str) -> None:
        with clock_ahead(oss_server, 14 * 60):
            assert bucket.put_object(KEY, b"picture").status == 200

    def test_an_address_ends(self, bucket: Any, oss_server: OssServer, version: str) -> None:
        bucket.put_object(KEY, b"picture")
        address = bucket.sign_url("GET", KEY, 60, slash_safe=True)
        assert ask(address).content == b"picture"
        with clock_ahead(oss_server, 61):
            answer = ask(address)
        assert (answer.status_code, "expired" in answer.text) == (403, True)

    def test_an_address_is_for_one_verb_and_one_object(self, bucket: Any, version: str) -> None:
        address = bucket.sign_url("GET", KEY, 60, slash_safe=True)
        tampered = [ask(address, "PUT"), ask(address.replace("picture", "other")), ask(address + "&acl")]
        assert [answer.status_code for answer in tampered] == [403] * 3
        assert all("SignatureDoesNotMatch" in answer.text for answer in tampered)

    def test_an_unknown_key_is_named(self, oss_account: OssAccount, oss_server: OssServer, version: str) -> None:
        with pytest.raises(oss2.exceptions.OssError) as refused:
            client(oss_account, oss_server, version, key_id="nobody").get_object(KEY)
        assert refused.value.code == "InvalidAccessKeyId"

    def test_a_wrong_content_md5_is_refused_and_nothing_is_kept(
        self, bucket: Any, oss_server: OssServer, version: str
    ) -> None:
        wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
        with pytest.raises(oss2.exceptions.OssError) as refused:
            bucket.put_object(KEY, b"picture", headers={"Content-MD5": wrong})
        assert (refused.value.code, bucket.object_exists(KEY)) == ("InvalidDigest", False)


def test_a_client_of_another_region_is_refused(oss_account: OssAccount, oss_server: OssServer) -> None:
    with pytest.raises(oss2.exceptions.OssError) as refused:
        client(oss_account, oss_server, "v4", region="cn-beijing").get_object(KEY)
    assert (refused.value.status, refused.value.code) == (400, "InvalidArgument")


def test_an_address_may_live_for_a_week_and_no_longer(oss_account: OssAccount, oss_server: OssServer) -> None:
    bucket = client(oss_account, oss_server, "v4")
    bucket.put_object(KEY, b"picture")
    lives = [7 * 24 * 3600, 7 * 24 * 3600 + 1, 0]
    assert [ask(bucket.sign_url("GET", KEY, life, slash_safe=True)).status_code for life in lives] == [200, 400, 400]


def test_nobody_gets_in_without_a_signature(oss_account: OssAccount, oss_server: OssServer) -> None:
    answer = ask(f"http://127.0.0.1:{oss_server.port}/photos/{KEY}")
    assert (answer.status_code, "AccessDenied" in answer.text) == (403, True)
    assert answer.headers["x-oss-request-id"]


def test_version_1_can_be_shut_out_as_for_new_buckets() -> None:
    request = SignedRequest("GET", "photos", KEY, "", {"date": "Sat, 21 Nov 2026 10:00:00 GMT"})
    signature = v1_signature(SECRET, request, date=request.headers["date"])
    signed = replace(request, headers={**request.headers, "authorization": f"OSS {KEY_ID}:{signature}"})
    now = 1795255200
    Authority({KEY_ID: SECRET}, REGION, clock=lambda: now).check(signed)
    with pytest.raises(Refused, match="v1 is not accepted"):
        Authority({KEY_ID: SECRET}, REGION, versions=frozenset({"v4"}), clock=lambda: now).check(signed)


@pytest.mark.parametrize(
    ("asked", "behaviour", "status"),
    [("bytes=0-2", "", 206), ("bytes=-3", "", 206), ("bytes=9-", "", 200), ("bytes=9-", "standard", 416)],
)
def test_a_range_that_cannot_be_met_gives_all_unless_the_standard_is_asked_for(
    oss_account: OssAccount, oss_server: OssServer, asked: str, behaviour: str, status: int
) -> None:
    bucket = client(oss_account, oss_server, "v1")
    bucket.put_object(KEY, b"picture")
    address = bucket.sign_url("GET", KEY, 60, slash_safe=True, headers={"x-oss-range-behavior": behaviour})
    answer = ask(address, headers={"Range": asked, "x-oss-range-behavior": behaviour})
    assert answer.status_code == status


def test_it_runs_by_itself_and_takes_faults_over_http(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "tests.services.oss_server", str(port)]
    with running(command, log=tmp_path / "oss.log", is_ready=lambda: answers(address)):
        planned = ask(f"{address}/-/faults?kind=HTML+page&verb=GET&times=1", "POST")
        seen = [ask(f"{address}/photos/{KEY}").headers["Content-Type"] for _ in range(2)]
    assert planned.status_code == 204
    assert [kind.partition(";")[0] for kind in seen] == ["text/html", "application/xml"]


def test_a_fault_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fault"):
        Faults().add("earthquake")


def answers(address: str) -> bool:
    try:
        return ask(address).status_code == 403
    except requests.ConnectionError:
        return False


def ask(address: str, verb: str = "GET", headers: dict[str, str] | None = None) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.request(verb, address, headers=headers, timeout=5)


def client(account: OssAccount, server: OssServer, version: str, *, key_id: str = KEY_ID, region: str = REGION) -> Any:
    bucket = urllib.parse.urlsplit(account.url).username
    kind = oss2.AuthV4 if version == "v4" else oss2.Auth
    return oss2.Bucket(kind(key_id, SECRET), f"http://127.0.0.1:{server.port}", bucket, region=region)


@contextlib.contextmanager
def clock_ahead(server: OssServer, seconds: float) -> Iterator[None]:
    """The server's clock runs ahead of its clients' for a while."""
    usual = server.authority
    server.authority = replace(usual, clock=lambda: time.time() + seconds)
    yield
    server.authority = usual


@pytest.fixture
def bucket(oss_account: OssAccount, oss_server: OssServer, version: str) -> Any:
    return client(oss_account, oss_server, version)
