"""Logins, second factors and passkeys as JSON."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from cms.accounts.schemas import Verbatim, printable
from cms.logins.models import Login, Passkey
from cms.wire.requests import Answer, Body

Typed = Annotated[str, Verbatim, Field(min_length=1, max_length=200)]
"""A password as somebody types it, right or wrong."""

Credential = Annotated[dict[str, Any], Field(max_length=20)]
"""What a browser answered, in the words of WebAuthn."""

Code = Annotated[str, Field(max_length=40)]
Title = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(printable)]


class LoginIn(Body):
    login: Annotated[str, Field(min_length=1, max_length=254)]
    password: Typed
    code: Code = ""
    captcha_id: Annotated[str, Field(max_length=200)] = ""
    captcha: Annotated[str, Field(max_length=40)] = ""


class PasswordConfirmation(Body):
    password: Typed


class CodeConfirmation(Body):
    code: Annotated[str, Field(min_length=1, max_length=40)]


class PasskeyLogin(Body):
    credential: Credential


class NewPasskey(Body):
    name: Title
    credential: Credential


class CaptchaOut(Answer):
    """A captcha: where its picture and its sound are."""

    id: str
    image: str
    audio: str


class OptionsOut(Answer):
    """What the browser is to be asked, in the words of WebAuthn."""

    options: dict[str, Any]


class LoginOut(Answer):
    """One browser in which somebody is logged in."""

    id: str
    device: str
    address: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


class LoginList(Answer):
    items: list[LoginOut]
    next: str | None


class TotpOut(Answer):
    """What an authenticator app is told: by hand, by address or as a picture (the text of an SVG)."""

    secret: str
    uri: str
    qr: str


class RecoveryCodesOut(Answer):
    """Shown once."""

    recovery_codes: list[str]


class PasskeyOut(Answer):
    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


class PasskeyList(Answer):
    items: list[PasskeyOut]
    next: str | None


def present_login(login: Login, *, current_id: str | None) -> LoginOut:
    return LoginOut(
        id=login.id,
        device=login.device,
        address=login.address,
        created_at=login.created_at,
        last_seen_at=login.last_seen_at,
        is_current=login.id == current_id,
    )


def present_passkey(passkey: Passkey) -> PasskeyOut:
    return PasskeyOut(
        id=passkey.id, name=passkey.name, created_at=passkey.created_at, last_used_at=passkey.last_used_at
    )
