"""The word by which who is suspended appeals without a login: signed, with an end, for this alone."""

import base64
import hmac
import time
from datetime import timedelta

from cms.accounts.models import Account
from cms.accounts.queries import account_by_id
from cms.errors import Problem

LASTS = timedelta(days=60)
"""Longer than one may appeal and wait for the answer."""

ID_LENGTH, END_LENGTH = 26, 8


def appeal_token(account_id: str, *, key: str, since: float) -> str:
    """`since` is in seconds since 1970; the same moment gives the same word."""
    return signed(f"{account_id}{int(since + LASTS.total_seconds()):08x}", key=key)


def signed(text: str, *, key: str) -> str:
    digest = hmac.digest(key.encode(), b"appeal " + text.encode(), "sha256")
    return text + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def account_of(token: str, *, key: str) -> Account | None:
    """Who appeals with this word. None for one that this site did not make, or whose time is over."""
    text = token[: ID_LENGTH + END_LENGTH]
    if not token.isascii() or not hmac.compare_digest(token, signed(text, key=key)):
        return None
    is_over = int(text[ID_LENGTH:], 16) < time.time()
    account = None if is_over else account_by_id(text[:ID_LENGTH])
    return None if account is None or account.closed_at is not None else account


def appeal_page(token: str) -> str:
    return f"/suspended/{token}"


def suspended(account_id: str, *, key: str) -> Problem:
    """What somebody is told who proved that this suspended account is theirs."""
    page = appeal_page(appeal_token(account_id, key=key, since=time.time()))
    return Problem(403, "suspended", "A moderator suspended this account. You can appeal at the page named.", page=page)
