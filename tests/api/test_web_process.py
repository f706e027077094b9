"""The web process as it runs: what it loads, and how little memory an upload of any size takes."""

import http.client
import re
import secrets
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from cms.settings import Settings
from tests.people import Person
from tests.running import command, descendants, wait_for
from tests.services.processes import free_port
from tests.site import Site

HEAVY = ("tensorflow", "onnxruntime", "ai_edge_litert", "litert", "cv2", "torch", "PIL", "pyvips", "libvips", "libheif")
MIB = 1024
"""In KiB, as the kernel counts."""

CHUNK = 1024 * 1024


@dataclass
class Web:
    """A web process that serves; `pids` are gunicorn and its children."""

    port: int
    pids: set[int]

    def memory(self, field: str) -> int:
        """Of the process that uses most, in KiB."""
        return max(status(pid, field) for pid in self.pids)

    def forget_peak(self) -> None:
        for pid in self.pids:
            Path(f"/proc/{pid}/clear_refs").write_text("5")


def status(pid: int, field: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))


def answers(port: int) -> bool:
    try:
        return ask(port, "GET", "/healthz")[0] == 200
    except OSError:
        return False


def ask(
    port: int, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


@pytest.fixture
def web(settings: Settings, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """`run.py web` on the data of the site of this test; all threads share one heap, so that a peak can be repeated."""
    monkeypatch.setenv("MALLOC_ARENA_MAX", "1")
    port = free_port()
    own = settings.model_copy(update={"port": port, "web_threads": 4})
    with command(own, "web", log=tmp_path / "web.log") as child:
        wait_for(lambda: answers(port), seconds=60, what=(tmp_path / "web.log").read_text())
        yield Web(port, {child.pid, *descendants(child.pid)})


def bitmap(side: int) -> Iterator[bytes]:
    """A picture that no other is like, piece by piece: three bytes a pixel."""
    size = side * side * 3
    yield struct.pack("<2sIHHI", b"BM", 54 + size, 0, 0, 54)
    yield struct.pack("<IiiHHIIiiII", 40, side, side, 1, 24, 0, size, 2835, 2835, 0, 0)
    first = secrets.token_bytes(CHUNK)
    for start in range(0, size, CHUNK):
        yield first[: min(CHUNK, size - start)]


def form(side: int) -> tuple[Iterator[bytes], int]:
    """The picture in a multipart form, and how long that is."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.bmp"\r\n\r\n'
    tail = b"\r\n--x--\r\n"

    def pieces() -> Iterator[bytes]:
        yield head
        yield from bitmap(side)
        yield tail

    return pieces(), len(head) + 54 + side * side * 3 + len(tail)


def send(web: Web, owner: Person, side: int, *, is_form: bool) -> None:
    """Upload a picture of so many pixels each way, as a form or bare."""
    body, length = form(side) if is_form else (bitmap(side), 54 + side * side * 3)
    kind = "multipart/form-data; boundary=x" if is_form else "image/bmp"
    headers = {"Authorization": f"Bearer {owner.token}", "Content-Type": kind, "Content-Length": str(length)}
    code, answer = ask(web.port, "POST", "/api/v1/images", body, headers)
    assert code == 201, answer


def peak(web: Web, owner: Person, side: int, *, is_form: bool) -> int:
    """The most memory that the process takes during such an upload, in KiB."""
    web.forget_peak()
    send(web, owner, side, is_form=is_form)
    return web.memory("VmHWM")


@pytest.mark.parametrize("is_form", [True, False], ids=["form", "bare"])
def test_fifty_megabytes_take_no_more_memory_than_three(web: Web, alice: Person, is_form: bool) -> None:
    """By turns, because a process that was just started still grows with every request."""
    for _ in range(5):
        peak(web, alice, 1024, is_form=is_form)
    more = [-peak(web, alice, 1024, is_form=is_form) + peak(web, alice, 4096, is_form=is_form) for _ in range(7)]
    assert median(more) <= MIB


def test_the_web_process_loads_nothing_that_computes_with_pixels(web: Web, alice: Person, mod: Person) -> None:
    send(web, alice, 64, is_form=True)
    for person, path in (
        (alice, "/"),
        (alice, "/api/v1/images?owner=alice"),
        (mod, "/admin/held/"),
        (mod, "/api/docs"),
    ):
        assert ask(web.port, "GET", path, headers={"Authorization": f"Bearer {person.token}"})[0] == 200
    for pid in web.pids:
        mapped = Path(f"/proc/{pid}/maps").read_text()
        assert [name for name in HEAVY if name in mapped] == []


BROKEN_REQUESTS = {
    "no protocol": b"nonsense\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\n{}",
    "a length and chunks": (
        b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /admin/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    ),
    "a NUL in a header": b"GET / HTTP/1.1\r\nHost: local\x00host\r\n\r\n",
    "a long address": b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an odd version": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "another site's address": b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
}


def raw_answer(port: int, request: bytes) -> str:
    """All that comes back for these bytes until the server ends the connection, or says no more."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as sent:
        sent.sendall(request)
        sent.shutdown(socket.SHUT_WR)
        pieces = iter(lambda: sent.recv(65536), b"")
        return b"".join(pieces).decode(errors="replace")


def test_broken_requests_are_refused_without_a_word_of_the_inside(web: Web) -> None:
    for name, request in BROKEN_REQUESTS.items():
        answer = raw_answer(web.port, request)
        assert re.match(r"HTTP/1\.[01] (4\d\d|505) ", answer), (name, answer[:200])
        assert answer.count("HTTP/1.") == 1, name
        assert not re.search(r"Traceback|/work|site-packages|[Gg]unicorn/?\d|Python|Werkzeug", answer), name
    assert ask(web.port, "GET", "/healthz")[0] == 200


def test_the_server_names_no_version(web: Web) -> None:
    for path in ("/", "/api/v1/session", "/nothing"):
        head = raw_answer(web.port, f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode()).partition("\r\n\r\n")[0]
        told = re.findall(r"(?im)^(?:server|via|x-powered-by): (.*)$", head)
        assert not [text for text in told if re.search(r"\d", text)]
