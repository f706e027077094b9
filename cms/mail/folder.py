"""Letters as files: one `.eml` each, named by its id, for sites that send nothing out."""

import os
import secrets
from contextlib import suppress
from email.policy import SMTP
from pathlib import Path

from cms.mail.base import Letter, MailDown, as_message


class FolderMail:
    """Puts letters into this folder; readable only by the site's own user, since they hold links."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise MailDown(str(error)) from error
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise MailDown("the folder cannot be written to")

    def send(self, letter: Letter) -> None:
        content = as_message(letter).as_bytes(policy=SMTP)
        part = self.folder / f".{letter.id}.{secrets.token_hex(4)}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.touch(mode=0o600)
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.rename(self.folder / f"{letter.id}.eml")
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise MailDown(str(error)) from error
