"""Logging in and out, registration, one's own account."""

from zoneinfo import available_timezones

from flask import Blueprint, Response, current_app, g
from flask_security.utils import login_user, logout_user
from flask_wtf.csrf import generate_csrf

from cms.access.guard import current_viewer, public, requires
from cms.access.permissions import Permission
from cms.accounts import queries, schemas, service
from cms.accounts.models import Account
from cms.errors import Problem, invalid, login_needed
from cms.settings import Settings
from cms.vision.models_state import models_state
from cms.wire.language import caller_language
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("accounts", __name__, url_prefix="/api/v1")
FEATURES = ("images", "albums", "follows")


def own_account() -> Account:
    """The account of who makes this request."""
    viewer = current_viewer()
    account = queries.account_by_id(viewer.id) if viewer else None
    if account is None:
        raise login_needed()
    return account


@blueprint.get("/session")
@public
@gives(schemas.SessionOut)
def show_session() -> Response:
    """Who is logged in, the token that changes must carry, and what this site offers."""
    settings: Settings = current_app.extensions["settings"]
    viewer = current_viewer()
    account = queries.account_by_id(viewer.id) if viewer else None
    site = schemas.SiteOut(
        name=settings.site_name,
        registration=settings.registration,
        features=list(FEATURES),
        models=schemas.present_models(models_state(settings.models_dir)),
        needs_first_account=account is None and not queries.is_anybody_there(),
        max_upload_bytes=settings.max_upload_bytes,
    )
    shown = schemas.SessionOut(
        account=schemas.present_account(account) if account else None,
        csrf_token=generate_csrf(),
        language=schemas.Language(account.language if account else caller_language()),
        site=site,
    )
    response = answer(shown)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/session")
@public
@takes(body=schemas.Login)
@gives(schemas.AccountOut)
def log_in(body: schemas.Login) -> Response:
    """Log in by name or e-mail address."""
    account = service.account_for_login(body.login, body.password)
    return logged_in(account)


@blueprint.delete("/session")
@requires(Permission.SEE_OWN_ACCOUNT)
@gives(None, status=204)
def log_out() -> Response:
    """Log out."""
    logout_user()
    return no_content()


@blueprint.post("/accounts")
@public
@takes(body=schemas.Registration)
@gives(schemas.AccountOut, status=201)
def register(body: schemas.Registration) -> Response:
    """Make an account and log in, where registration is open."""
    settings: Settings = current_app.extensions["settings"]
    if settings.registration != "open":
        raise Problem(403, "registration-closed", "This site takes no new accounts by itself.")
    if not queries.is_anybody_there():
        raise Problem(
            403, "first-account", "The first account is made with the link that the site printed at its start."
        )
    account = service.create_account(name=body.name, email=body.email, password=body.password)
    account.language = caller_language()
    return logged_in(account, 201)


@blueprint.post("/first-account")
@public
@takes(body=schemas.FirstAccount)
@gives(schemas.AccountOut, status=201)
def make_first_account(body: schemas.FirstAccount) -> Response:
    """Make the account of a one-time link and log in; the first one becomes admin."""
    account = service.accept_invitation(body.token, name=body.name, email=body.email, password=body.password)
    account.language = caller_language()
    return logged_in(account, 201)


@blueprint.get("/me")
@requires(Permission.SEE_OWN_ACCOUNT)
@gives(schemas.AccountOut)
def show_me() -> Response:
    """One's own account."""
    return answer(schemas.present_account(own_account()))


@blueprint.patch("/me")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.AccountChange)
@gives(schemas.AccountOut)
def change_me(body: schemas.AccountChange) -> Response:
    """Change one's own account."""
    if "time_zone" in body.model_fields_set and body.time_zone not in available_timezones():
        raise invalid("time_zone", "This is no time zone, such as Europe/Stockholm.")
    account = own_account()
    for name in body.model_fields_set:
        setattr(account, name, getattr(body, name))
    return answer(schemas.present_account(account))


def logged_in(account: Account, status: int = 200) -> Response:
    """Begin a login of this account with a fresh session, and answer with the account."""
    login_user(account, remember=False, authn_via=["password"])
    g.viewer = queries.viewer_of(account)
    return answer(schemas.present_account(account), status)
