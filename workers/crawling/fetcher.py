"""The one client that goes out over HTTP. Addresses are checked inside connect: no name can answer otherwise later.

No redirects, proxies, cookies, logins or certificates of the environment. What is refused is told by one sentence.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException

from requests import PreparedRequest, Request, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from workers.crawling.addresses import is_public

PORTS = frozenset({80, 443})
CHUNK = 16_384
MOST_HEADER_BYTES = 65_536
Resolve = Callable[[str, int], Sequence[str]]


class Refused(Exception):
    """It is not asked. Which addresses lie behind a name is nobody's business: the sentence is always this one."""

    def __init__(self) -> None:
        super().__init__("This address cannot be reached from here.")


class NoAnswer(Exception):
    """It was asked, and nothing came that is an answer, or not in time."""

    def __init__(self) -> None:
        super().__init__("No answer came in time.")


@dataclass(frozen=True)
class Fetched:
    """An answer with as many bytes of its body as were wanted, unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def addresses_of(host: str, port: int) -> Sequence[str]:
    """Every address of a name now. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True)
class Fetcher:
    """`agent` says who asks. `allowed` are names and ports that an operator has opened, whatever their addresses."""

    agent: str
    allowed: frozenset[tuple[str, int]] = frozenset()
    resolve: Resolve = addresses_of

    def fetch(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        most_bytes: int,
        seconds: float,
    ) -> Fetched:
        """What is answered. Raises Refused or NoAnswer; after so many seconds, whatever the other side does."""
        request = self._prepared(method, url, headers=headers, body=body)
        with Line(self, time.monotonic() + seconds).cut_in_time() as line, closing(adapter_on(line)) as adapter:
            try:
                with closing(adapter.send(request, stream=True, timeout=seconds)) as answer:
                    refuse_endless_headers(answer)
                    return Fetched(answer.status_code, dict(answer.headers), line.read(answer, most_bytes))
            except (RequestException, HTTPError, HTTPException, OSError) as error:
                raise NoAnswer from error

    def _prepared(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> PreparedRequest:
        """Read by the parser that connects too, so that no two can understand an address differently."""
        own = {"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", "Connection": "close"}
        try:
            request = Request(method, url, headers={**headers, **own}, data=body).prepare()
            parts = parse_url(request.url or "")
        except (RequestException, HTTPError, UnicodeError) as error:
            raise Refused from error
        if parts.scheme not in ("http", "https") or parts.auth is not None or not parts.host:
            raise Refused
        return request

    def checked(self, host: str, port: int) -> Sequence[str]:
        """The addresses of this name. Raises Refused if one of them is not public, and for other ports."""
        is_open = (host.rstrip(".").lower(), port) in self.allowed
        if not is_open and port not in PORTS:
            raise Refused
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Refused from error
        if not found or not (is_open or all(map(is_public, found))):
            raise Refused
        return found


@dataclass
class Line:
    """What one request is sent over: leads to checked addresses alone, and is cut when its time is over."""

    fetcher: Fetcher
    until: float
    is_over: bool = False
    twin: socket.socket | None = field(default=None, repr=False)

    def connect(self, host: str, port: int) -> socket.socket:
        """To the first of the addresses that answers, each of which gets its share of the time that is left."""
        addresses = self.fetcher.checked(host, port)
        for number, address in enumerate(addresses):
            share = (self.until - time.monotonic()) / (len(addresses) - number)
            try:
                made = socket.create_connection((address, port), timeout=max(share, 0.01))
            except OSError:
                continue
            self.twin = made.dup()  # TLS takes the first one over
            if self.is_over:
                self.cut()
            return made
        raise NoAnswer

    @contextmanager
    def cut_in_time(self) -> "Iterator[Line]":
        """A server that sends a byte now and then would keep a time limit of each read from ever being reached."""
        timer = threading.Timer(max(self.until - time.monotonic(), 0), self.end)
        timer.daemon = True
        timer.start()
        try:
            yield self
        finally:
            timer.cancel()
            timer.join()
            if self.twin is not None:
                self.twin.close()

    def end(self) -> None:
        self.is_over = True
        self.cut()

    def cut(self) -> None:
        if self.twin is not None:
            with suppress(OSError):
                self.twin.shutdown(socket.SHUT_RDWR)

    def read(self, answer: Response, most: int) -> bytes:
        """The first bytes of the body, counted after they were unpacked; a line that was cut looks like its end."""
        body = bytearray()
        for part in answer.raw.stream(CHUNK, decode_content=True):
            body += part
            if len(body) >= most:
                break
        if self.is_over:
            raise NoAnswer
        return bytes(body[:most])


def refuse_endless_headers(answer: Response) -> None:
    if sum(len(name) + len(text) for name, text in answer.headers.items()) > MOST_HEADER_BYTES:
        raise NoAnswer


def adapter_on(line: Line) -> HTTPAdapter:
    """`requests` below its sessions, which would follow, remember and read the environment."""
    adapter = HTTPAdapter()
    adapter.poolmanager.pool_classes_by_scheme = pools_on(line)
    return adapter


def pools_on(line: Line) -> dict[str, type[HTTPConnectionPool]]:
    """Connections that are made by this line; names and certificates are checked as ever."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return line.connect(self.host, self.port)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return line.connect(self.host, self.port)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
