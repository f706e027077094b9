"""OSS signatures 1 and 4 as Alibaba documents them: a request as plain values in, a signature out.

Written without an SDK.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

V4 = "OSS4-HMAC-SHA256"
_ALWAYS_SIGNED = {"content-type", "content-md5"}

# The parameters that version 1 signs; all others are left out of its signature.
_SUBRESOURCE_NAMES = """
    acl uploads uploadId partNumber location cors logging website referer lifecycle delete append position tagging
    objectMeta objectInfo bucketInfo stat versions versioning versionId symlink restore encryption inventory
    inventoryId policy requestPayment qos qosInfo img style styleName security-token continuation-token comp
    resourceGroup live status vod startTime endTime x-oss-process x-oss-traffic-limit response-content-type
    response-content-language response-expires response-cache-control response-content-disposition
    response-content-encoding
"""
_SUBRESOURCES = frozenset(_SUBRESOURCE_NAMES.split())


@dataclass(frozen=True)
class SignedRequest:
    """What signatures look at. Header names are in lower case; `query` is raw, as it came."""

    verb: str
    bucket: str
    key: str
    query: str
    headers: Mapping[str, str]

    def parameters(self) -> list[tuple[str, str]]:
        pairs = (pair.partition("=") for pair in self.query.split("&") if pair)
        return [(unquote(name), unquote(value)) for name, _, value in pairs]


def v1_signature(secret: str, request: SignedRequest, *, date: str) -> str:
    """Base64 of HMAC-SHA1. `date` is the Date or x-oss-date header, or the Expires parameter of a signed address."""
    digest = hmac.new(secret.encode(), v1_text(request, date=date).encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def v1_text(request: SignedRequest, *, date: str) -> str:
    """The text that version 1 signs."""
    headers = request.headers
    own = sorted((name, value) for name, value in headers.items() if name.startswith("x-oss-"))
    lines = [request.verb, headers.get("content-md5", ""), headers.get("content-type", ""), date]
    return "\n".join(lines) + "\n" + "".join(f"{name}:{value}\n" for name, value in own) + _v1_resource(request)


def _v1_resource(request: SignedRequest) -> str:
    path = f"/{request.bucket}/{request.key}" if request.bucket else "/"
    signed = sorted((name, value) for name, value in request.parameters() if name in _SUBRESOURCES)
    query = "&".join(f"{name}={value}" if value else name for name, value in signed)
    return f"{path}?{query}" if query else path


def v4_signature(
    signing_key: bytes, request: SignedRequest, *, date: str, scope: str, additional: Sequence[str]
) -> str:
    """Hex of HMAC-SHA256. `date` looks like 20231216T162057Z, `scope` like 20231216/cn-hangzhou/oss/aliyun_v4_request.

    `additional` names further signed headers.
    """
    canonical = hashlib.sha256(v4_canonical(request, additional=additional).encode()).hexdigest()
    text = f"{V4}\n{date}\n{scope}\n{canonical}"
    return hmac.new(signing_key, text.encode(), hashlib.sha256).hexdigest()


def v4_canonical(request: SignedRequest, *, additional: Sequence[str]) -> str:
    """The request in the one form that version 4 signs."""
    path = f"/{request.bucket}/{request.key}" if request.bucket else "/"
    parameters = sorted(
        (_encoded(name), _encoded(value)) for name, value in request.parameters() if name != "x-oss-signature"
    )
    signed = sorted(
        (name, value.strip())
        for name, value in request.headers.items()
        if name.startswith("x-oss-") or name in _ALWAYS_SIGNED or name in additional
    )
    return "\n".join(
        [
            request.verb,
            quote(path, safe="/~"),
            "&".join(f"{name}={value}" if value else name for name, value in parameters),
            "".join(f"{name}:{value}\n" for name, value in signed),
            ";".join(sorted(additional)),
            request.headers.get("x-oss-content-sha256", "UNSIGNED-PAYLOAD"),
        ]
    )


def v4_signing_key(secret: str, scope: str) -> bytes:
    """The secret narrowed down to one day, region and product."""
    key = f"aliyun_v4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def _encoded(text: str) -> str:
    return quote(text, safe="~")
