"""An OSS server for the tests, in memory: it checks signatures, speaks the service's XML and fails when told to.

In a test: `with running_oss_server() as server: …`. By hand: `python -m tests.services.oss_server PORT`.
"""

import base64
import contextlib
import hashlib
import re
import secrets
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIEnvironment
from xml.sax.saxutils import escape

import fastcrc
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.services.oss_authority import Authority, Refused
from tests.services.oss_faults import REFUSALS, Faults
from tests.services.oss_listing import StoredBytes, listing_xml
from tests.services.oss_signatures import SignedRequest

KEY_ID, SECRET, REGION = "pixels-tests", "not-a-secret-of-anybody", "cn-hangzhou"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_OVERRIDES = ("content-type", "content-disposition", "cache-control", "content-language", "content-encoding", "expires")


@dataclass
class OssServer:
    """The WSGI application. `domains` are buckets' own host names; `requests` keeps the verbs it saw, in order."""

    authority: Authority = field(default_factory=lambda: Authority({KEY_ID: SECRET}, REGION))
    faults: Faults = field(default_factory=Faults)
    buckets: dict[str, dict[str, StoredBytes]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    domains: dict[str, str] = field(default_factory=dict)
    port: int = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        if request.path == "/-/faults":
            return self._plan_fault(request)(environ, start_response)
        self.requests.append(request.method)
        kind = self.faults.due(request.method)
        answer = self.faults.before(kind, request) or self.faults.after(kind, self._answer(request, kind))
        return answer(environ, start_response)

    def _plan_fault(self, request: Request) -> Response:
        asked = request.args
        self.faults.add(asked["kind"], verb=asked.get("verb", "*"), times=int(asked.get("times", "1")))
        return Response(status=204)

    def _answer(self, request: Request, fault: str | None) -> Response:
        try:
            if fault in REFUSALS:
                raise Refused(*REFUSALS[fault], "By request.")
            signed = _as_signed(request, self.domains)
            self.authority.check(signed)
            answer = self._carry_out(request, signed)
        except Refused as refused:
            answer = _refusal(request, refused)
        answer.headers.update({"x-oss-request-id": secrets.token_hex(12).upper(), "Server": "AliyunOSS"})
        return answer

    def _carry_out(self, request: Request, signed: SignedRequest) -> Response:
        verb = request.method
        if not signed.key:
            return self._bucket_operation(verb, signed)
        if signed.bucket not in self.buckets:
            raise Refused(404, "NoSuchBucket", "The specified bucket does not exist.")
        objects = self.buckets[signed.bucket]
        if verb == "PUT":
            return _put(objects, signed, request)
        if verb == "DELETE":
            objects.pop(signed.key, None)
            return Response(status=204)
        if verb not in ("GET", "HEAD"):
            raise Refused(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
        if signed.key not in objects:
            raise Refused(404, "NoSuchKey", "The specified key does not exist.")
        return _get(objects[signed.key], request)

    def _bucket_operation(self, verb: str, signed: SignedRequest) -> Response:
        if verb == "PUT":
            self.buckets.setdefault(signed.bucket, {})
            return Response(status=200)
        if signed.bucket not in self.buckets:
            raise Refused(404, "NoSuchBucket", "The specified bucket does not exist.")
        if verb == "GET":
            xml = listing_xml(signed.bucket, self.buckets[signed.bucket], dict(signed.parameters()))
            return Response(xml, mimetype="application/xml")
        if verb == "DELETE":
            if self.buckets[signed.bucket]:
                raise Refused(409, "BucketNotEmpty", "The bucket you tried to delete is not empty.")
            del self.buckets[signed.bucket]
            return Response(status=204)
        raise Refused(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")


class _Connection(WSGIRequestHandler):
    """Quiet, and closes the connection when a fault has broken it."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:
        pass

    def connection_dropped(self, error: BaseException, environ: object = None) -> None:
        self.close_connection = True


def _as_signed(request: Request, domains: Mapping[str, str]) -> SignedRequest:
    """Bucket and key from the path; or the bucket from the host name, when that is a name and not an address."""
    path, _, query = request.environ["REQUEST_URI"].partition("?")
    host = request.host.partition(":")[0]
    if re.fullmatch(r"[\d.]+|localhost", host):
        bucket, _, key = path.removeprefix("/").partition("/")
    else:
        bucket, key = domains.get(host, host.partition(".")[0]), path.removeprefix("/")
    headers = {name.lower(): value.encode("latin-1").decode() for name, value in request.headers.items()}
    return SignedRequest(request.method, unquote(bucket), unquote(key), query, headers)


def _put(objects: dict[str, StoredBytes], signed: SignedRequest, request: Request) -> Response:
    content = request.get_data()
    md5 = hashlib.md5(content).digest()
    announced = signed.headers.get("content-md5")
    if announced is not None and announced != base64.b64encode(md5).decode():
        raise Refused(400, "InvalidDigest", "The Content-MD5 you specified is invalid.")
    kept = StoredBytes(
        content,
        signed.headers.get("content-type", "application/octet-stream"),
        f'"{md5.hex().upper()}"',
        fastcrc.crc64.xz(content),
        time.time(),
    )
    objects[signed.key] = kept
    return Response(headers={"ETag": kept.etag, "x-oss-hash-crc64ecma": str(kept.crc)})


def _get(kept: StoredBytes, request: Request) -> Response:
    headers = {
        "ETag": kept.etag,
        "Last-Modified": formatdate(kept.modified, usegmt=True),
        "x-oss-hash-crc64ecma": str(kept.crc),
        "x-oss-object-type": "Normal",
        "Accept-Ranges": "bytes",
        "Content-Type": kept.content_type,
    }
    headers |= {
        name.title(): request.args[f"response-{name}"] for name in _OVERRIDES if f"response-{name}" in request.args
    }
    if request.headers.get("If-None-Match") == kept.etag:
        return Response(status=304, headers=headers)
    start, end, is_part = _wanted(request, len(kept.content))
    if is_part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(kept.content)}"
    return Response(kept.content[start:end], 206 if is_part else 200, headers)


def _wanted(request: Request, size: int) -> tuple[int, int, bool]:
    """From, to and whether that is a part; without the standard asked for, a range that cannot be met gives all."""
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None:
        return 0, size, False
    first, last = found.groups()
    start = int(first) if first else max(0, size - int(last or 0))
    end = min(size, int(last) + 1) if first and last else size
    if start < end:
        return start, end, True
    if request.headers.get("x-oss-range-behavior") == "standard":
        raise Refused(416, "InvalidRange", "The requested range cannot be satisfied.")
    return 0, size, False


def _refusal(request: Request, refused: Refused) -> Response:
    details = f"<Code>{refused.code}</Code><Message>{escape(refused.message)}</Message>"
    xml = f"<?xml version='1.0' encoding='UTF-8'?><Error>{details}<HostId>{request.host}</HostId></Error>"
    if request.method == "HEAD":
        return Response(status=refused.status, headers={"x-oss-err": base64.b64encode(xml.encode()).decode()})
    return Response(xml, refused.status, mimetype="application/xml")


@contextlib.contextmanager
def running_oss_server(port: int = 0) -> Iterator[OssServer]:
    """The server on 127.0.0.1, in threads of this process; port 0 takes a free one."""
    application = OssServer()
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=_Connection)
    application.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield application
    finally:
        application.faults.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    with running_oss_server(int(sys.argv[1])) as started:
        sys.stdout.write(f"http://127.0.0.1:{started.port} {KEY_ID} {SECRET} {REGION}\n")
        sys.stdout.flush()
        threading.Event().wait()
