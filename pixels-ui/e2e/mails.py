"""The mails of somebody, as they lie in the folder of a site that sends nothing out."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import cast

from e2e.visits import Visit, until


def mailed_link(visit: Visit, kind: str) -> str:
    """The newest link of this kind in a mail to this person; waits for it."""
    found: list[str] = []

    def is_there() -> bool:
        texts = [letter.get_content() for letter in mails_to(visit)]
        found[:] = [link for text in texts for link in re.findall(rf"http\S+/{kind}/\S+", text)]
        return bool(found)

    until(is_there, f"a mail with a link to {kind} is there")
    return found[-1]


def mails_to(visit: Visit) -> list[EmailMessage]:
    """The oldest first."""
    files = sorted((visit.site.folder / "mail").glob("*.eml"))
    letters = cast("list[EmailMessage]", [message_from_bytes(file.read_bytes(), policy=SMTP) for file in files])
    return [letter for letter in letters if f"{visit.name}@" in letter["To"]]


def news_for(visit: Visit) -> list[EmailMessage]:
    """Those that one may end."""
    return [letter for letter in mails_to(visit) if "List-Unsubscribe" in letter]
