"""How lines of the log look: one record is one line, whatever people put into it, as text or as JSON.

Whatever is done for a request, in the web and in jobs that it rang for, bears its id; secrets and mail addresses are
left out.
"""

import json
import logging
import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Thread
from types import TracebackType
from typing import IO, Any, Literal, TextIO

from cms.inert import for_terminal

FORM = "%(asctime)s %(name)s %(levelname)s %(message)s"
CONTINUED = "  | "
SANE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SECRET = re.compile(r"px_[\w-]+|(?<=Bearer )\S+|[^\s\"'<>(),=;]+@[\w-]+(\.[\w-]+)*")
"""Tokens of ours and of others; mail addresses and whatever else stands before an @, as passwords in addresses do."""

LogFormat = Literal["text", "json"]
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request() -> str:
    """The id of the request that is served, or for which a job is done; empty outside one."""
    return _request_id.get()


def begin_request(proposed: object = None) -> str:
    """From now on this thread serves the request of this id, or of a fresh one where the proposed one is no token."""
    is_sane = isinstance(proposed, str) and SANE_ID.fullmatch(proposed) is not None
    _request_id.set(str(proposed) if is_sane else secrets.token_hex(8))
    return current_request()


def end_request(_error: object = None) -> None:
    _request_id.set("")


@contextmanager
def on_behalf_of(request_id: object) -> Iterator[None]:
    """What is done in this block is done for that request; for none where it is no token."""
    if isinstance(request_id, str) and SANE_ID.fullmatch(request_id):
        begin_request(request_id)
    try:
        yield
    finally:
        end_request()


def without_secrets(text: str) -> str:
    return SECRET.sub("…", text)


class OneLine(logging.Formatter):
    """No text of a request can look like a record of its own, or do something to a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        record.message, record.asctime = message_of(record), self.formatTime(record, self.datefmt)
        told = self.formatException(record.exc_info) if record.exc_info else record.exc_text
        further = [continued(without_secrets(text)) for text in (told, record.stack_info) if text]
        return "\n".join([for_terminal(self.formatMessage(record)), *further])


def message_of(record: logging.LogRecord) -> str:
    """The sentence, and the request it belongs to."""
    sentence, asked_by = without_secrets(record.getMessage()), current_request()
    return f"{sentence} [{asked_by}]" if asked_by else sentence


def continued(text: str) -> str:
    """Further lines, each recognisable as such."""
    return "\n".join(CONTINUED + for_terminal(line) for line in text.split("\n"))


class AsJson(logging.Formatter):
    """One JSON object a line, in ASCII alone: nothing in it ends the line or does something to a terminal."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "role": self.role,
            "message": without_secrets(record.getMessage()),
        }
        if current_request():
            told["request_id"] = current_request()
        told |= getattr(record, "told", {})
        error = self.formatException(record.exc_info) if record.exc_info else record.exc_text
        if error:
            told["error"] = without_secrets(error)
        return json.dumps(told)


def begin_logging(
    form: LogFormat = "text", *, role: str, level: int = logging.INFO, loads_foreign: bool = False
) -> None:
    """Log to the standard error of this process; warnings of Python and what nobody caught, too.

    A process that `loads_foreign` libraries has what these print turned into lines of the log in JSON.
    Called again, only the level changes.
    """
    is_retelling = loads_foreign and form == "json"
    to_stderr = logging.StreamHandler(take_stderr() if is_retelling else None)
    to_stderr.setFormatter(AsJson(role) if form == "json" else OneLine(FORM))
    logging.basicConfig(handlers=[to_stderr])
    logging.getLogger().setLevel(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = note_uncaught


def take_stderr() -> TextIO:
    """The true standard error; what others write to it from now on is retold."""
    true = os.fdopen(os.dup(2), "w", buffering=1)
    readable, writable = os.pipe()
    os.dup2(writable, 2)
    os.close(writable)
    Thread(target=retell, args=("foreign", os.fdopen(readable, "rb")), daemon=True).start()
    return true


def retell(name: str, said: IO[bytes], *, told: dict[str, str] | None = None) -> None:
    """Each line that comes becomes one of the log, under this name, until there are no more."""
    with said:
        for line in said:
            sentence = line.decode(errors="replace").rstrip()
            logging.getLogger(name).info("%s", sentence, extra={"told": told or {}})


def note_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends this process stands in the log, in the form of the log."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("uncaught").critical("this process ends: %s", kind.__name__, exc_info=(kind, error, trace))
