"""A mail server on loopback that keeps what it is sent, refuses some addresses for ever and others for now."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import Any

from aiosmtpd.controller import Controller

from tests.services.processes import free_port

NEVER, LATER = "never@example.org", "later@example.org"


@dataclass
class SmtpServer:
    """`letters` by their Message-ID, so that one sent twice is there once; `url` as the settings want it."""

    port: int = field(default_factory=free_port)
    letters: dict[str, EmailMessage] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in (NEVER, LATER):
            return "550 no such mailbox" if address == NEVER else "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        letter: Any = message_from_bytes(envelope.content, policy=WIRE)
        self.letters[str(letter["Message-ID"])] = letter
        return "250 OK"


@contextlib.contextmanager
def running_smtp_server() -> Iterator[SmtpServer]:
    server = SmtpServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
