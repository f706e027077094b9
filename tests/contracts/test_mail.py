"""Whoever takes letters: the same promises from a folder and from a mail server."""

import email
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from pathlib import Path
from typing import Any

import pytest

from cms.mail import open_mail
from cms.mail.base import Letter, Mail, MailDown, MailRefused
from cms.mail.smtp import SmtpMail
from tests.services.processes import free_port
from tests.services.smtp_server import LATER, NEVER, running_smtp_server

Box = tuple[Mail, Callable[[], list[EmailMessage]]]


def letter(**fields: Any) -> Letter:
    given: dict[str, Any] = {
        "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "to": "anna@example.org",
        "subject": "重置密码 för Åsa",
        "text": "你好,\nåäö\n\nhttp://localhost/recover/" + "x" * 120,
        "sender": ("Pixels, a site", "pixels@example.org"),
        "written_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    }
    return Letter(**{**given, **fields})


@pytest.fixture(params=["folder", "smtp"])
def box(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Box]:
    """A back end, and how to read what it took."""
    if request.param == "folder":
        read: Any = lambda file: email.message_from_bytes(file.read_bytes(), policy=WIRE)  # noqa: E731
        yield open_mail(f"folder:{tmp_path / 'mail'}"), lambda: [read(f) for f in (tmp_path / "mail").glob("*.eml")]
    else:
        with running_smtp_server() as server:
            yield open_mail(server.url), lambda: list(server.letters.values())


def test_a_letter_arrives_word_for_word(box: Box) -> None:
    mail, taken = box
    mail.send(letter())
    [found] = taken()
    assert (found["To"], found["Subject"], found["From"]) == (
        "anna@example.org",
        "重置密码 för Åsa",
        '"Pixels, a site" <pixels@example.org>',
    )
    assert found.get_content().replace("\r\n", "\n").strip() == letter().text
    assert (found.get_content_type(), found["Auto-Submitted"]) == ("text/plain", "auto-generated")


def test_the_same_letter_twice_is_one(box: Box) -> None:
    mail, taken = box
    for _ in range(2):
        mail.send(letter())
    mail.send(letter(id="01ARZ3NDEKTSV4RRFFQ69G5FAW"))
    assert len({found["Message-ID"] for found in taken()}) == len(taken()) == 2


@pytest.mark.parametrize("field", ["to", "subject"])
def test_no_text_becomes_a_header(box: Box, field: str) -> None:
    mail, taken = box
    with pytest.raises(MailRefused):
        mail.send(letter(**{field: "anna@example.org\r\nBcc: eve@example.org"}))
    assert taken() == []


def test_a_server_that_never_takes_an_address_is_told_from_one_that_is_busy() -> None:
    with running_smtp_server() as server:
        mail = open_mail(server.url)
        with pytest.raises(MailRefused):
            mail.send(letter(to=NEVER))
        with pytest.raises(MailDown):
            mail.send(letter(to=LATER))


def test_whoever_takes_letters_says_so_without_one(box: Box) -> None:
    mail, taken = box
    mail.check()
    assert taken() == []


def test_a_server_that_is_away_says_no() -> None:
    with pytest.raises(MailDown):
        open_mail("smtp://127.0.0.1:1").check()


def test_a_folder_that_cannot_be_made_says_no(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file")
    with pytest.raises(MailDown):
        open_mail(f"folder:{tmp_path / 'mail'}").check()


def test_a_server_that_is_away_is_a_matter_of_time() -> None:
    with pytest.raises(MailDown):
        open_mail(f"smtp://127.0.0.1:{free_port()}").send(letter())


def test_a_folder_that_cannot_be_written_is_a_matter_of_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MailDown):
        open_mail(f"folder:{tmp_path / 'file' / 'mail'}").send(letter())


def test_letters_in_a_folder_are_nobody_elses(tmp_path: Path) -> None:
    open_mail(f"folder:{tmp_path / 'mail'}").send(letter())
    [file] = (tmp_path / "mail").iterdir()
    assert (file.stat().st_mode & 0o777, (tmp_path / "mail").stat().st_mode & 0o777) == (0o600, 0o700)


def test_an_address_of_a_server_is_understood() -> None:
    assert open_mail("smtp://me%40x:p%2Fw@mail.example.org?tls=starttls") == SmtpMail(
        "mail.example.org", 587, "starttls", "me@x", "p/w"
    )
    assert open_mail("smtp://mail.example.org?tls=tls") == SmtpMail("mail.example.org", 465, "tls")


@pytest.mark.parametrize("url", ["", "pop3://x", "smtp://", "smtp://host?tls=maybe", "smtp://me:secret@host"])
def test_what_cannot_be_an_address_names_the_setting_and_no_password(url: str) -> None:
    with pytest.raises(ValueError, match="PIXELS_MAIL_URL") as refused:
        open_mail(url)
    assert "secret" not in str(refused.value)
