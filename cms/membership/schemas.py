"""Beginning and ending accounts as JSON."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from cms.accounts.models import Invitation
from cms.accounts.schemas import Email, NewAccount, Password, Phone
from cms.logins.schemas import Code, Typed
from cms.wire.requests import Answer, Body

Secret = Annotated[str, Field(max_length=100)]


class Registration(NewAccount):
    phone: Phone = None
    invitation: Secret = ""
    captcha_id: Annotated[str, Field(max_length=200)] = ""
    captcha: Annotated[str, Field(max_length=40)] = ""


class FirstAccount(NewAccount):
    token: Annotated[str, Field(min_length=1, max_length=100)]


class RecoveryWish(Body):
    email: Email


class Recovery(Body):
    password: Password
    code: Code = ""


class EmailChange(Body):
    email: Email
    password: Typed


class PasswordChange(Body):
    current_password: Typed
    password: Password


class Farewell(Body):
    """The second confirmation: the password, and the name typed out."""

    password: Typed
    name: Annotated[str, Field(max_length=30)]


class InvitationOut(Answer):
    id: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class NewInvitationOut(Answer):
    """An invitation just made: the link is shown only now."""

    id: str
    link: str
    expires_at: datetime


class InvitationList(Answer):
    items: list[InvitationOut]
    next: str | None


def present_invitation(invitation: Invitation) -> InvitationOut:
    return InvitationOut(**{name: getattr(invitation, name) for name in InvitationOut.model_fields})
