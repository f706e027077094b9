"""Secrets that must be read again, as they are kept: of no use without the site's own secret. No hashes here."""

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken


def seal(secret: str, *, key: str, purpose: bytes) -> str:
    """The secret as it is kept."""
    return lock_of(key, purpose).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, key: str, purpose: bytes) -> str | None:
    """The secret again; None when the site's own secret is another now."""
    try:
        return lock_of(key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def lock_of(key: str, purpose: bytes) -> Fernet:
    """One for each purpose, so that nothing opens what was sealed for something else."""
    return Fernet(base64.urlsafe_b64encode(hmac.digest(key.encode(), purpose, "sha256")))
