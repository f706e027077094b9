"""Becoming a member, confirming an address, recovering and changing a password, inviting others, leaving."""

from flask import Blueprint, Response, current_app, g

from cms.access.guard import current_viewer, public, requires
from cms.access.permissions import Permission
from cms.accounts import passwords
from cms.accounts import queries as accounts
from cms.accounts import service as account_service
from cms.accounts.choices import site_settings
from cms.accounts.routes import own_account
from cms.accounts.schemas import AccountOut
from cms.errors import Problem, invalid, not_found
from cms.logins.identity import leave
from cms.logins.routes import caller_address, confirm_password, gate, logged_in, own_id
from cms.membership import schemas, service
from cms.settings import Settings
from cms.wire.language import caller_language
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("membership", __name__, url_prefix="/api/v1")


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


@blueprint.post("/accounts")
@public
@takes(body=schemas.Registration)
@gives(AccountOut, status=201)
def register(body: schemas.Registration) -> Response:
    """Become a member, by invitation where the site wants one, and log in; a mail asks to confirm the address."""
    wish = service.Wish(**body.model_dump(), address=caller_address(), language=caller_language())
    return logged_in(service.register(wish, gate(), mode=site_settings().registration), 201)


@blueprint.post("/first-account")
@public
@takes(body=schemas.FirstAccount)
@gives(AccountOut, status=201)
def make_first_account(body: schemas.FirstAccount) -> Response:
    """Make the account of the link that a new site prints, and log in; it becomes admin."""
    account = account_service.accept_invitation(body.token, name=body.name, email=body.email, password=body.password)
    account.language = caller_language()
    return logged_in(account, 201)


@blueprint.post("/password-recovery")
@public
@takes(body=schemas.RecoveryWish)
@gives(None, status=204)
def ask_for_recovery(body: schemas.RecoveryWish) -> Response:
    """Have a link to a new password sent to an address; the answer does not tell whether it has an account."""
    service.ask_for_recovery(body.email, gate(), address=caller_address(), language=caller_language())
    return no_content()


@blueprint.post("/password-recovery/<token>")
@public
@takes(body=schemas.Recovery)
@gives(AccountOut)
def recover(token: str, body: schemas.Recovery) -> Response:
    """Choose a new password with the link of a mail, and log in; all other logins and tokens end."""
    return logged_in(service.recover(token, body.password, body.code, gate(), address=caller_address()))


@blueprint.post("/email-confirmation/<token>")
@public
@gives(None, status=204)
def confirm_email(token: str) -> Response:
    """Confirm an address with the link of a mail."""
    service.confirm_email(token)
    return no_content()


@blueprint.post("/me/email-confirmation")
@requires(Permission.EDIT_OWN_ACCOUNT)
@gives(None, status=204)
def confirm_again() -> Response:
    """Another mail to the address that is still to be confirmed."""
    service.confirm_again(own_account(), gate())
    return no_content()


@blueprint.post("/me/email")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.EmailChange)
@gives(None, status=204)
def change_email(body: schemas.EmailChange) -> Response:
    """Use another address; it counts once it is confirmed."""
    confirm_password(body.password)
    service.change_email(own_account(), body.email, gate())
    return no_content()


@blueprint.post("/me/password")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.PasswordChange)
@gives(None, status=204)
def change_password(body: schemas.PasswordChange) -> Response:
    """Change the password; all other logins and all tokens end."""
    confirm_password(body.current_password, field="current_password")
    viewer = current_viewer()
    passwords.check(body.password, about=(viewer.name if viewer else "",))
    kept = passwords.hashed(body.password)
    service.set_password(own_account(), kept, but_login=g.login_id)
    return no_content()


@blueprint.delete("/me")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.Farewell)
@gives(None, status=204)
def close_account(body: schemas.Farewell) -> Response:
    """Delete one's account and all that it owns, for ever."""
    confirm_password(body.password)
    account = own_account()
    if body.name.lower() != account.name:
        raise invalid("name", "This is not the name of your account.")
    service.close_account(account)
    leave()
    return no_content()


@blueprint.get("/me/invitations")
@requires(Permission.SEE_OWN_ACCOUNT)
@gives(schemas.InvitationList)
def list_invitations() -> Response:
    """The caller's invitations, without their links."""
    items = [schemas.present_invitation(invitation) for invitation in accounts.invitations_of(own_id())]
    return answer(schemas.InvitationList(items=items, next=None))


@blueprint.post("/me/invitations")
@requires(Permission.EDIT_OWN_ACCOUNT)
@gives(schemas.NewInvitationOut, status=201)
def invite() -> Response:
    """A link with which one other person can become a member; it is in this answer alone."""
    if site_settings().registration == "closed":
        raise Problem(403, "registration-closed", "This site takes no new accounts.")
    invitation, secret = account_service.invite_somebody(own_account())
    link = f"{settings().address}/register?invitation={secret}"
    made = schemas.NewInvitationOut(id=invitation.id, link=link, expires_at=invitation.expires_at)  # type: ignore[arg-type]
    return answer(made, 201)


@blueprint.delete("/me/invitations/<invitation_id>")
@requires(Permission.EDIT_OWN_ACCOUNT)
@gives(None, status=204)
def withdraw_invitation(invitation_id: str) -> Response:
    """Take back an invitation that nobody has used."""
    if not account_service.withdraw_invitation(own_id(), invitation_id):
        raise not_found()
    return no_content()
