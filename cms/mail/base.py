"""The seam for mail. A letter is plain text to one address; its id makes a second sending recognisable."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Protocol


class MailDown(Exception):
    """Mail cannot be sent just now; later it may."""


class MailRefused(Exception):
    """This letter will never be taken, such as for an address that there is not."""


@dataclass(frozen=True)
class Letter:
    """One mail. `sender` is a name and an address, `written_at` is when it was asked for.

    `unsubscribe` is where one click ends such mails (RFC 8058), for those that nobody needs.
    """

    id: str
    to: str
    subject: str
    text: str
    sender: tuple[str, str]
    written_at: datetime
    unsubscribe: str = ""


class Mail(Protocol):
    """Whoever takes letters."""

    def send(self, letter: Letter) -> None:
        """Hand the letter over; the same one twice is the same letter. Raises MailDown or MailRefused."""

    def check(self) -> None:
        """Raise MailDown unless letters would be taken."""


def as_message(letter: Letter) -> EmailMessage:
    """The letter in the form of RFC 5322. Raises MailRefused for an address that would break out of its line."""
    message = EmailMessage()
    host = letter.sender[1].rpartition("@")[2]
    try:
        message["From"] = formataddr(letter.sender)
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(letter.written_at)
        message["Message-ID"] = f"<{letter.id}@{host}>"
        message["Auto-Submitted"] = "auto-generated"
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except ValueError as error:
        raise MailRefused(str(error)) from error
    message.set_content(letter.text)
    return message
