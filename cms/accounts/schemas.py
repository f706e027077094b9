"""Accounts and the session as JSON."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

import phonenumbers
from pydantic import AfterValidator, AwareDatetime, ConfigDict, EmailStr, Field, StringConstraints

from cms.access.audience import Sensitivity
from cms.accounts.models import Account, ApiToken
from cms.accounts.quota import usage_of
from cms.accounts.service import SCOPES
from cms.vision.models_state import ModelsState
from cms.wire.addresses import here
from cms.wire.requests import Answer, Body


class Language(StrEnum):
    EN = "en"
    ZH = "zh"
    SV = "sv"


def printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("Control characters cannot be taken.")
    return text


Name = Annotated[str, Field(min_length=2, pattern=r"^[A-Za-z0-9]([A-Za-z0-9_.-]{0,28}[A-Za-z0-9])?$")]
Verbatim = StringConstraints(strip_whitespace=False)
"""Every character of a password counts, spaces at its ends too."""

Email = Annotated[EmailStr, Field(max_length=254)]
Password = Annotated[str, Verbatim, Field(min_length=10, max_length=200)]


class NewAccount(Body):
    name: Name
    email: Email
    password: Password


def real_phone(text: str | None) -> str | None:
    """A phone number in the form of E.164. Raises ValueError for one that nobody can have."""
    if text is None or not text.strip():
        return None
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException as error:
        raise ValueError("Write the number with its country, such as +46 8 123 456 78.") from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError("Nobody can have this number.")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


Phone = Annotated[str | None, Field(max_length=40), AfterValidator(real_phone)]


def known_scope(scope: str) -> str:
    if scope not in SCOPES:
        raise ValueError(f"Known scopes: {', '.join(sorted(SCOPES))}.")
    return scope


Scope = Annotated[str, Field(max_length=40), AfterValidator(known_scope)]


class NewToken(Body):
    name: Annotated[str, Field(min_length=1, max_length=80), AfterValidator(printable)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=20)]
    expires_at: AwareDatetime | None = None


class AccountChange(Body):
    """What is to change: only the fields that were sent."""

    display_name: Annotated[str, Field(min_length=1, max_length=80), AfterValidator(printable)] = ""
    language: Language = Language.EN
    time_zone: Annotated[str, Field(max_length=64)] = ""
    understanding: bool = True
    locked: bool = False
    hide_counts: bool = False
    shows_up_to: Sensitivity = Sensitivity.SAFE
    picture: Annotated[str | None, Field(max_length=26)] = None
    phone: Phone = None


class PictureOut(Answer):
    """Where renditions of a profile picture are; whoever may not see the picture gets 404 there."""

    small: str = Field(alias="64")
    large: str = Field(alias="400")

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)


class UsageOut(Answer):
    """How much an account holds; a quota of null is none."""

    bytes: int
    images: int
    quota_bytes: int | None
    quota_images: int | None


class AccountOut(Answer):
    """One's own account. What is more sensitive than `shows_up_to` is veiled until it is asked for."""

    name: str
    display_name: str
    email: str | None
    unconfirmed_email: str | None
    phone: str | None
    role: Literal["member", "moderator", "admin"]
    language: Language
    time_zone: str
    understanding: bool
    locked: bool
    asked_to_lock: bool
    hide_counts: bool
    shows_up_to: Sensitivity
    picture: PictureOut | None
    has_totp: bool
    passkeys: int
    usage: UsageOut


class TokenOut(Answer):
    """A token as its owner may see it later."""

    id: str
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class NewTokenOut(TokenOut):
    """A token just made: the secret is shown only now."""

    secret: str


class TokenList(Answer):
    items: list[TokenOut]
    next: str | None


class ModelsOut(Answer):
    """How far the models of this site are prepared."""

    state: Literal["preparing", "ready", "failed"]
    step: str
    done: int
    of: int
    problem: str | None


class SiteOut(Answer):
    name: str
    registration: Literal["open", "invite", "closed"]
    features: list[str]
    models: ModelsOut
    login_captcha: Literal["after-failures", "always"]
    needs_first_account: bool
    max_upload_bytes: int


class SessionOut(Answer):
    account: AccountOut | None
    csrf_token: str
    language: Language
    site: SiteOut


PLAIN = ("name", "display_name", "email", "unconfirmed_email", "phone", "role", "language", "time_zone", "shows_up_to")
SWITCHES = ("understanding", "locked", "asked_to_lock", "hide_counts", "has_totp")


def present_account(account: Account) -> AccountOut:
    """For its owner alone."""
    fields: dict[str, Any] = {name: getattr(account, name) for name in (*PLAIN, *SWITCHES)}
    usage = UsageOut(**vars(usage_of(account)))
    return AccountOut(**fields, picture=present_picture(account), passkeys=account.passkey_count, usage=usage)


def present_picture(account: Account) -> PictureOut | None:
    """Where the picture of an account is, whether or not the caller may see it."""
    if account.picture_id is None:
        return None
    place = here(f"/api/v1/images/{account.picture_id}/renditions")
    return PictureOut(**{"64": f"{place}/64", "400": f"{place}/400"})


def present_token(token: ApiToken) -> TokenOut:
    return TokenOut(**{name: getattr(token, name) for name in TokenOut.model_fields})


def present_models(state: ModelsState) -> ModelsOut:
    return ModelsOut(state=state.state.value, step=state.step, done=state.done, of=state.of, problem=state.problem)
