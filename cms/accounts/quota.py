"""How much an account keeps and may keep. What counts is every image that has not failed, in the trash too."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Update, func, or_, update

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.accounts.choices import site_settings
from cms.accounts.models import Account
from cms.errors import Problem, forbidden, invalid
from cms.extensions import db

NO_LIMIT = 0
MOST_BYTES = 2**53
"""What JSON can say exactly."""

MOST_IMAGES = 2**31 - 1


@dataclass(frozen=True)
class Usage:
    """What an account keeps, and its limits; None is no limit."""

    bytes: int
    images: int
    quota_bytes: int | None
    quota_images: int | None


def usage_of(account: Account) -> Usage:
    settings = site_settings()
    most_bytes = settings.quota_bytes if account.quota_bytes is None else account.quota_bytes
    most_images = settings.quota_images if account.quota_images is None else account.quota_images
    return Usage(account.used_bytes, account.used_images, most_bytes or None, most_images or None)


def take_space(account_id: str, size: int) -> None:
    """Count one more image. Raises 413 where there is no room; one statement, so that the last room is given once."""
    settings = site_settings()
    counted = update(Account).where(
        Account.id == account_id,
        within(Account.used_bytes + size, func.coalesce(Account.quota_bytes, settings.quota_bytes)),
        within(Account.used_images + 1, func.coalesce(Account.quota_images, settings.quota_images)),
    )
    if not _add(counted, size=size, images=1):
        raise Problem(413, "quota-full", "Your space is full. Delete some pictures for ever, or ask for more space.")


def within(used: ColumnElement[int], most: ColumnElement[int]) -> ColumnElement[bool]:
    return or_(most == NO_LIMIT, used <= most)


def take_space_again(account_id: str, size: int) -> None:
    """Count an image that had failed and is tried again by somebody of the site: there is always room for it."""
    _add(update(Account).where(Account.id == account_id), size=size, images=1)


def give_back_space(account_id: str, size: int) -> None:
    """An image less: it is erased, or it failed."""
    _add(update(Account).where(Account.id == account_id), size=-size, images=-1)


def set_usage(account_id: str, *, size: int, images: int) -> None:
    """Count anew what an account keeps."""
    counted = update(Account).where(Account.id == account_id).values(used_bytes=size, used_images=images)
    db.session.execute(counted.execution_options(synchronize_session=False))


def _add(to: Update, *, size: int, images: int) -> bool:
    """Whether there was an account to count it for."""
    counted = to.values(used_bytes=Account.used_bytes + size, used_images=Account.used_images + images)
    result: Any = db.session.execute(counted.execution_options(synchronize_session=False))
    return bool(result.rowcount)


def set_quota(account: Account, *, most_bytes: int | None, most_images: int | None, by: Viewer) -> None:
    """Say how much somebody may keep: None is what the site gives, 0 no limit. What is there already stays."""
    if not permits(by, Permission.SET_QUOTA, account):
        raise forbidden()
    for name, value, most in (("bytes", most_bytes, MOST_BYTES), ("images", most_images, MOST_IMAGES)):
        if value is not None and not 0 <= value <= most:
            raise invalid(name, f"From 0 (no limit) to {most}, or nothing.")
    account.quota_bytes, account.quota_images = most_bytes, most_images
