"""Codes of authenticator apps (RFC 6238) and recovery codes."""

import hmac
import secrets
from datetime import datetime
from io import BytesIO

import pyotp
import segno

SECRETS = b"totp secrets"
"""What their secrets are sealed for."""

STEP_SECONDS = 30
STEPS_ASIDE = 1
"""Codes of the step before and after count too: clocks differ."""

RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    return pyotp.random_base32()


def address_of(secret: str, *, name: str, issuer: str) -> str:
    """What an app reads from the picture: `otpauth://…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def picture_of(address: str) -> str:
    """The address as a QR code: the text of an SVG."""
    out = BytesIO()
    segno.make(address, micro=False).save(out, kind="svg", scale=5, xmldecl=False, svgclass=None, lineclass=None)
    return out.getvalue().decode()


def code_at(secret: str, step: int) -> str:
    return pyotp.TOTP(secret).generate_otp(step)


def step_of(code: str, *, secret: str, at: datetime) -> int | None:
    """The time step whose code this is; None when it is none of the current ones."""
    current = int(at.timestamp()) // STEP_SECONDS
    for step in range(current - STEPS_ASIDE, current + STEPS_ASIDE + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes of ten letters, about 50 random bits each."""
    words = ("".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES))
    return [f"{word[:5]}-{word[5:]}" for word in words]


def plain_code(text: str) -> str:
    """A code as it was shown, however it was typed in."""
    return "".join(character for character in text.lower() if character.isalnum())


def recovery_hash(code: str, *, key: str) -> str:
    """How a recovery code is kept. Too short for a plain hash, so the site's own secret takes part."""
    return hmac.digest(key.encode(), b"recovery code " + plain_code(code).encode(), "sha256").hex()
