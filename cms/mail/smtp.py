"""Letters by SMTP to the operator's mail server, one connection a letter."""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Literal, Self, get_args
from urllib.parse import parse_qs, unquote, urlsplit

from cms.mail.base import Letter, MailDown, MailRefused, as_message

SECONDS = 10
Tls = Literal["none", "starttls", "tls"]
PORTS: dict[str, int] = {"none": 25, "starttls": 587, "tls": 465}


@dataclass(frozen=True)
class SmtpMail:
    """The server and how to talk to it; without a user nobody is named to it."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = ""

    @classmethod
    def at(cls, url: str) -> Self:
        """From `smtp://user:password@host:port?tls=starttls|tls`. Raises ValueError."""
        parts = urlsplit(url)
        tls = parse_qs(parts.query).get("tls", ["none"])[0]
        if not parts.hostname or tls not in get_args(Tls):
            raise ValueError("PIXELS_MAIL_URL must be like smtp://user:password@host:587?tls=starttls (or tls=tls)")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if user and tls == "none":
            raise ValueError("PIXELS_MAIL_URL: a password is not sent in clear; add ?tls=starttls or ?tls=tls")
        return cls(parts.hostname, parts.port or PORTS[tls], tls, user, password)  # type: ignore[arg-type]

    def send(self, letter: Letter) -> None:
        message = as_message(letter)
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise refusal(code, "the address was refused") from error
        except smtplib.SMTPAuthenticationError as error:
            raise MailDown("the mail server does not take this user and password") from error
        except smtplib.SMTPResponseException as error:
            raise refusal(error.smtp_code, f"the mail server said {error.smtp_code}") from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailRefused(str(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailDown(type(error).__name__) from error

    def check(self) -> None:
        try:
            with self._connected() as server:
                server.noop()
        except smtplib.SMTPAuthenticationError as error:
            raise MailDown("the mail server does not take this user and password") from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailDown(type(error).__name__) from error

    def _connected(self) -> smtplib.SMTP:
        if self.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if self.tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if self.user:
            server.login(self.user, self.password)
        return server


def refusal(code: int, sentence: str) -> MailDown | MailRefused:
    """By the first digit of its answer a server says whether asking again is of use."""
    return MailRefused(sentence) if code >= 500 else MailDown(sentence)
