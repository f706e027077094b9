"""The test server's own signatures against published ones, so that it does not merely agree with one client.

Sources: Alibaba Cloud's help pages "Include signatures in the Authorization header" (version 1, bucket oss-example)
and "Include V4 signatures in the Authorization header" (examplebucket); and the unit tests of the official
alibabacloud-oss-python-sdk-v2, tests/unit/signer/test_v1.py and test_v4.py (all others).
"""

import pytest

from tests.services.oss_signatures import SignedRequest, v1_signature, v4_canonical, v4_signature, v4_signing_key

QUERY = "param1=value1&%2Bparam1=value3&%7Cparam1=value4&%2Bparam2=&%7Cparam2=&param2="
HEADERS = {"x-oss-head1": "value", "abc": "value", "zabc": "value", "xyz": "value"}
KEY = "1234+-/123/1.txt"


def test_the_example_of_the_help_page_for_version_1() -> None:
    date = "Thu, 17 Nov 2005 18:49:58 GMT"
    headers = {
        "content-md5": "ODBGOERFMDMzQTczRUY3NUE3NzA5QzdFNUYzMDQxNEM=",
        "content-type": "text/html",
        "x-oss-magic": "abracadabra",
        "x-oss-meta-author": "foo@bar.com",
    }
    request = SignedRequest("PUT", "oss-example", "nelson", "", headers)
    expected = "26NBxoKdsyly4EDv6inkoDft/yA="
    assert v1_signature("OtxrzxIsfpFjA7SwPzILwy8Bw21TLhquhboDYROV", request, date=date) == expected


@pytest.mark.parametrize(
    ("verb", "key", "query", "expected"),
    [
        ("PUT", "nelson", "", "kSHKmLxlyEAKtZPkJhG9bZb5k7M="),
        ("PUT", "nelson", "acl", "/afkugFbmWDQ967j1vr6zygBLQk="),
        ("GET", "", "resourceGroup&non-resousce=null", "vkQmfuUDyi1uDi3bKt67oemssIs="),
        ("GET", "", "resourceGroup&acl", "x3E5TgOvl/i7PN618s5mEvpJDYk="),
    ],
)
def test_recorded_headers_of_version_1(verb: str, key: str, query: str, expected: str) -> None:
    date = "Wed, 28 Dec 2022 10:27:41 GMT"
    content = {"content-md5": "eB5eJF1ptWaXm4bijSPyxw==", "content-type": "text/html"}
    own = {"x-oss-meta-author": "alice", "x-oss-meta-magic": "abracadabra"}
    headers = {"x-oss-date": date, **(content | own if verb == "PUT" else {})}
    request = SignedRequest(verb, "examplebucket", key, query, headers)
    assert v1_signature("sk", request, date=date) == expected


@pytest.mark.parametrize(
    ("key", "query", "expires", "expected"),
    [
        ("key", "versionId=versionId", "1699807420", "dcLTea+Yh9ApirQ8o8dOPqtvJXQ="),
        ("key+123", "versionId=versionId&security-token=token", "1699808204", "jzKYRrM5y6Br0dRFPaTGOsbrDhY="),
    ],
)
def test_recorded_addresses_of_version_1(key: str, query: str, expires: str, expected: str) -> None:
    assert v1_signature("sk", SignedRequest("GET", "bucket", key, query, {}), date=expires) == expected


def test_the_example_of_the_help_page_for_version_4() -> None:
    """The page's signing key does not follow from the placeholder it prints as the secret, so it is taken as given."""
    headers = {
        "content-disposition": "attachment",
        "content-length": "3",
        "content-md5": "ICy5YqxZB1uWSwcVLSNLcA==",
        "content-type": "text/plain",
        "x-oss-content-sha256": "UNSIGNED-PAYLOAD",
        "x-oss-date": "20250411T064124Z",
    }
    request = SignedRequest("PUT", "examplebucket", "exampleobject", "", headers)
    signing_key = bytes.fromhex("3543b7686e65eda71e5e5ca19d548d78423c37e8ddba4dc9d83f90228b457c76")
    scope = "20250411/cn-hangzhou/oss/aliyun_v4_request"
    additional = ["content-disposition", "content-length"]
    signature = v4_signature(signing_key, request, date="20250411T064124Z", scope=scope, additional=additional)
    assert signature == "053edbf550ebd239b32a9cdfd93b0b2b3f2d223083aa61f75e9ac16856d61f23"


@pytest.mark.parametrize(
    ("date", "token", "additional", "expected"),
    [
        ("20231216T162057Z", {}, [], "e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe"),
        (
            "20231217T034736Z",
            {"x-oss-security-token": "token"},
            [],
            "b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea",
        ),
        ("20231216T172512Z", {}, ["abc", "zabc"], "4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f"),
    ],
)
def test_recorded_headers_of_version_4(date: str, token: dict[str, str], additional: list[str], expected: str) -> None:
    headers = {**HEADERS, **token, "content-type": "text/plain", "x-oss-content-sha256": "UNSIGNED-PAYLOAD"}
    request = SignedRequest("PUT", "bucket", KEY, QUERY, {**headers, "x-oss-date": date})
    assert signed(request, date, additional) == expected


@pytest.mark.parametrize(
    ("date", "extra", "additional", "expected"),
    [
        ("20231217T025437Z", "", [], "a39966c61718be0d5b14e668088b3fa07601033f6518ac7b523100014269c0fe"),
        (
            "20231217T035628Z",
            "&x-oss-security-token=token",
            [],
            "3817ac9d206cd6dfc90f1c09c00be45005602e55898f26f5ddb06d7892e1f8b5",
        ),
        (
            "20231217T033009Z",
            "&x-oss-additional-headers=abc%3Bzabc",
            ["abc", "zabc"],
            "6bd984bfe531afb6db1f7550983a741b103a8c58e5e14f83ea474c2322dfa2b7",
        ),
    ],
)
def test_recorded_addresses_of_version_4(date: str, extra: str, additional: list[str], expected: str) -> None:
    credential = f"ak%2F{date[:8]}%2Fcn-hangzhou%2Foss%2Faliyun_v4_request"
    how = f"x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential={credential}&x-oss-date={date}&x-oss-expires=599"
    headers = {**HEADERS, "content-type": "application/octet-stream"}
    request = SignedRequest("PUT", "bucket", KEY, f"{QUERY}&{how}{extra}&x-oss-signature={expected}", headers)
    assert signed(request, date, additional) == expected


def test_the_bucket_is_part_of_the_signed_path() -> None:
    canonical = v4_canonical(SignedRequest("GET", "bucket", "猫 1~.png", "", {}), additional=[])
    assert canonical.splitlines()[1] == "/bucket/%E7%8C%AB%201~.png"


def signed(request: SignedRequest, date: str, additional: list[str]) -> str:
    scope = f"{date[:8]}/cn-hangzhou/oss/aliyun_v4_request"
    return v4_signature(v4_signing_key("sk", scope), request, date=date, scope=scope, additional=additional)
