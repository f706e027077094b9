"""Accounts and the session as JSON."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, EmailStr, Field, StringConstraints

from cms.accounts.models import Account
from cms.accounts.quota import usage_of
from cms.vision.models_state import ModelsState
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

Password = Annotated[str, Verbatim, Field(min_length=10, max_length=200)]


class Login(Body):
    login: Annotated[str, Field(min_length=1, max_length=254)]
    password: Annotated[str, Verbatim, Field(min_length=1, max_length=200)]


class Registration(Body):
    name: Name
    email: Annotated[EmailStr, Field(max_length=254)]
    password: Password


class FirstAccount(Registration):
    token: Annotated[str, Field(min_length=1, max_length=100)]


class AccountChange(Body):
    """What is to change: only the fields that were sent."""

    display_name: Annotated[str, Field(min_length=1, max_length=80), AfterValidator(printable)] = ""
    language: Language = Language.EN
    time_zone: Annotated[str, Field(max_length=64)] = ""
    understanding: bool = True


class UsageOut(Answer):
    """What an account keeps, and its limits; null is no limit."""

    bytes: int
    images: int
    quota_bytes: int | None
    quota_images: int | None


class AccountOut(Answer):
    """One's own account."""

    name: str
    display_name: str
    email: str
    role: Literal["member", "moderator", "admin"]
    language: Language
    time_zone: str
    understanding: bool
    usage: UsageOut


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
    needs_first_account: bool
    max_upload_bytes: int


class SessionOut(Answer):
    account: AccountOut | None
    csrf_token: str
    language: Language
    site: SiteOut


def present_account(account: Account) -> AccountOut:
    fields: dict[str, Any] = {name: getattr(account, name) for name in AccountOut.model_fields if name != "usage"}
    return AccountOut(**fields, usage=UsageOut(**vars(usage_of(account))))


def present_models(state: ModelsState) -> ModelsOut:
    return ModelsOut(state=state.state.value, step=state.step, done=state.done, of=state.of, problem=state.problem)
