"""Who is logged in, one's own account, its tokens."""

from zoneinfo import available_timezones

from flask import Blueprint, Response
from flask_wtf.csrf import generate_csrf

from cms.access.guard import current_viewer, public, requires
from cms.access.permissions import Permission
from cms.accounts import queries, schemas, service
from cms.accounts.choices import site_settings
from cms.accounts.models import Account
from cms.errors import invalid, login_needed, not_found
from cms.extensions import now
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
    settings = site_settings()
    viewer = current_viewer()
    account = queries.account_by_id(viewer.id) if viewer else None
    site = schemas.SiteOut(
        name=settings.site_name,
        registration=settings.registration,
        features=list(FEATURES),
        models=schemas.present_models(models_state(settings.models_dir)),
        needs_first_account=account is None and not queries.is_anybody_there(),
        login_captcha=settings.login_captcha,
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
    service.change(account, {name: getattr(body, name) for name in body.model_fields_set})
    return answer(schemas.present_account(account))


@blueprint.get("/me/tokens")
@requires(Permission.SEE_OWN_ACCOUNT)
@gives(schemas.TokenList)
def list_tokens() -> Response:
    """The caller's tokens, without their secrets."""
    items = [schemas.present_token(token) for token in queries.tokens_of(own_account().id)]
    return answer(schemas.TokenList(items=items, next=None))


@blueprint.post("/me/tokens")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.NewToken)
@gives(schemas.NewTokenOut, status=201)
def create_token(body: schemas.NewToken) -> Response:
    """Make a token for programs; its secret is in this answer alone."""
    if body.expires_at is not None and body.expires_at <= now():
        raise invalid("expires_at", "This is over.")
    token, secret = service.create_token(
        own_account(), name=body.name, scopes=list(body.scopes), ends=body.expires_at, by=current_viewer()
    )
    shown = schemas.present_token(token).model_dump()
    return answer(schemas.NewTokenOut(**shown, secret=secret), 201)


@blueprint.delete("/me/tokens/<token_id>")
@requires(Permission.EDIT_OWN_ACCOUNT)
@gives(None, status=204)
def revoke_token(token_id: str) -> Response:
    """End a token."""
    if not service.revoke_token(own_account().id, token_id):
        raise not_found()
    return no_content()


@blueprint.delete("/me/tokens")
@requires(Permission.EDIT_OWN_ACCOUNT)
@gives(None, status=204)
def revoke_tokens() -> Response:
    """End all tokens."""
    service.revoke_tokens(own_account().id)
    return no_content()
