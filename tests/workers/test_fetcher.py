"""The one client that goes out: only to addresses of everybody, however they are written, and with limits."""

import gzip
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.services.hook_server import HookServer, hook_server
from workers.crawling import addresses, fetcher
from workers.crawling.fetcher import Fetched, Fetcher, NoAnswer, Refused

FORBIDDEN = """
127.0.0.1 127.1 2130706433 0x7f.1 0177.0.0.1 0.0.0.0 0 localhost localhost. LOCALHOST [::1]
[::] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1]
[2002:7f00:1::] [2001:0:7f00:1::] [fe80::1] [fec0::1] [fd00:ec2::254] [ff02::1] 10.0.0.1
172.16.0.1 192.168.1.1 169.254.169.254 100.100.100.200 100.64.0.1 168.63.129.16 192.0.0.192
198.18.0.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
"""
PUBLIC = ["1.1.1.1", "93.184.216.34", "223.5.5.5", "2606:4700:4700::1111", "2400:3200::1"]
UNASKABLE = [
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "http://user:word@example.org/",
    "http:///",
    "http://127.0.0.1\\@example.org/",
    "http://example.org:25/",
    "http://example.org:99999/",
    "https://a..b/",
    "words",
]


@pytest.fixture
def server() -> Iterator[HookServer]:
    with hook_server() as server:
        yield server


def open_for(server: HookServer) -> Fetcher:
    return Fetcher("Pixels (test)", frozenset({(server.address, server.port)}))


def fetch(by: Fetcher, url: str, **limits: Any) -> Fetched:
    return by.fetch("GET", url, headers={}, **{"most_bytes": 1000, "seconds": 5, **limits})


def named(*answers: Sequence[str]) -> Any:
    """A resolver that gives these answers, one after the other."""
    left = list(answers)
    return lambda _host, _port: left.pop(0)


@pytest.mark.parametrize("host", FORBIDDEN.split())
def test_an_address_that_is_not_of_everybody_is_refused_however_it_is_written(
    server: HookServer, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr(fetcher, "PORTS", {server.port})
    with pytest.raises(Refused, match=r"^This address cannot be reached from here\.$"):
        fetch(Fetcher("t"), f"http://{host}:{server.port}/")
    assert server.heard == []


@pytest.mark.parametrize("url", UNASKABLE)
def test_what_is_no_plain_address_of_the_web_is_refused_by_the_same_sentence(url: str) -> None:
    with pytest.raises(Refused, match=r"^This address cannot be reached from here\.$"):
        fetch(Fetcher("t", resolve=named(["127.0.0.1"])), url)


def test_addresses_of_everybody_are_known_as_such() -> None:
    assert [one for one in PUBLIC if not addresses.is_public(one)] == []


def test_one_bad_address_among_good_ones_refuses_all() -> None:
    with pytest.raises(Refused):
        fetch(Fetcher("t", resolve=named(["1.1.1.1", "127.0.0.1"])), "http://example.org/")


def test_a_name_that_has_no_address_is_refused_like_a_bad_one() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(Refused):
        fetch(Fetcher("t", resolve=unknown), "http://example.org/")


def test_a_name_that_answers_otherwise_a_moment_later_leads_to_what_was_checked(
    server: HookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetcher, "PORTS", {server.port})
    monkeypatch.setattr(fetcher, "is_public", lambda address: address == "127.0.0.2")
    with hook_server("127.0.0.2", server.port) as checked:
        by = Fetcher("t", resolve=named(["127.0.0.2"], ["127.0.0.1"]))
        assert fetch(by, f"http://turning.example:{server.port}/x").status == 204
        assert (len(checked.heard), server.heard) == (1, [])
        assert checked.heard[0].headers["host"] == f"turning.example:{server.port}"
        with pytest.raises(Refused):
            fetch(by, f"http://turning.example:{server.port}/x")


def test_what_an_operator_opened_is_open_at_its_port_alone(server: HookServer) -> None:
    by = Fetcher("t", frozenset({("hooks.internal", server.port)}), lambda _host, _port: ["127.0.0.1"])
    assert fetch(by, f"http://Hooks.internal:{server.port}/").status == 204
    for other in (f"http://127.0.0.1:{server.port}/", "http://hooks.internal/", "http://hooks.internal:1/"):
        with pytest.raises(Refused):
            fetch(by, other)
    assert len(server.heard) == 1


def test_proxies_and_logins_of_the_environment_are_not_used(
    server: HookServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password word\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    fetch(open_for(server), f"{server.url}/here")
    assert server.heard[0].path == "/here"
    assert server.heard[0].headers.keys() == {"host", "user-agent", "accept-encoding", "connection"}
    assert server.heard[0].headers["user-agent"] == "Pixels (test)"


def test_a_redirection_is_an_answer_and_is_not_followed(server: HookServer) -> None:
    def elsewhere(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", f"{server.url}/other")
        request.end_headers()

    server.says = elsewhere
    assert fetch(open_for(server), f"{server.url}/one").status == 302
    assert [one.path for one in server.heard] == ["/one"]


def test_bytes_are_counted_after_they_were_unpacked(server: HookServer) -> None:
    packed = gzip.compress(bytes(20_000_000))

    def much(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Encoding", "gzip")
        request.end_headers()
        request.wfile.write(packed)

    server.says = much
    assert fetch(open_for(server), server.url, most_bytes=5000).body == bytes(5000)


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_sends_a_byte_now_and_then_is_left_in_time(server: HookServer, start: bytes) -> None:
    is_left = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        try:
            request.wfile.write(start)
            while not is_left.wait(0.05):
                request.wfile.write(b"x")
        except OSError:
            return

    server.says, begin = drip, time.monotonic()
    with pytest.raises(NoAnswer):
        fetch(open_for(server), server.url, seconds=0.4)
    is_left.set()
    assert time.monotonic() - begin < 3


def test_a_closed_port_and_an_answer_that_is_none_are_no_answers(server: HookServer) -> None:
    server.says = lambda request: request.wfile.write(b"SSH-2.0\r\n")
    for url in (server.url, server.url.replace("http:", "https:")):
        with pytest.raises(NoAnswer):
            fetch(open_for(server), url)
    closed = Fetcher("t", frozenset({("127.0.0.1", 1)}))
    with pytest.raises(NoAnswer):
        fetch(closed, "http://127.0.0.1:1/")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a server that calls itself hooks.internal, with its key."""
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    called = ["-subj", "/CN=hooks.internal", "-addext", "subjectAltName=DNS:hooks.internal"]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    subprocess.run([*made, *called, "-keyout", file, "-out", f"{file}.crt"], check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.mark.parametrize(("name", "is_vouched_for"), [("hooks", True), ("other", True), ("hooks", False)])
def test_a_secure_server_is_asked_by_its_name_and_must_be_the_one_that_bears_it(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, name: str, is_vouched_for: bool
) -> None:
    if is_vouched_for:
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", f"{certificate}.crt")
    asked: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, called, _context: asked.append(called)
    with hook_server(context=context) as secure:
        by = Fetcher("t", frozenset({(f"{name}.internal", secure.port)}), named(["127.0.0.1"]))
        is_right = name == "hooks" and is_vouched_for
        with nullcontext() if is_right else pytest.raises(NoAnswer):
            fetch(by, f"https://{name}.internal:{secure.port}/")
    assert (asked, len(secure.heard)) == ([f"{name}.internal"], int(is_right))
