"""The seam for mail: letters out, nothing in. Never: what letters say, or why."""

from collections.abc import Callable
from pathlib import Path

from cms.mail.base import Mail


def open_folder(url: str) -> Mail:
    from cms.mail.folder import FolderMail

    return FolderMail(Path(url.partition(":")[2]))


def open_smtp(url: str) -> Mail:
    from cms.mail.smtp import SmtpMail

    return SmtpMail.at(url)


BUILDERS: dict[str, Callable[[str], Mail]] = {"folder": open_folder, "smtp": open_smtp}


def open_mail(url: str) -> Mail:
    """Whoever takes letters at this address. Raises ValueError for one that cannot be understood."""
    build = BUILDERS.get(url.partition(":")[0])
    if build is None:
        raise ValueError(f"PIXELS_MAIL_URL must begin with one of {', '.join(f'{name}:' for name in BUILDERS)}")
    return build(url)
