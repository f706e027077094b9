"""Who makes a request: the session cookie of a login, or a bearer token. Runs before every view."""

from flask import Request, current_app, g, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from cms.access.viewer import Viewer
from cms.accounts.queries import viewer_by_token, viewer_of
from cms.errors import Problem
from cms.extensions import csrf
from cms.settings import Settings
from cms.transaction import may_write_from_here, read_only_from_here, reading

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def identify() -> None:
    """Find out who asks, and refuse changes that another site's page could have sent."""
    is_safe = request.method in SAFE_METHODS
    (read_only_from_here if is_safe else may_write_from_here)()
    g.viewer = None
    if request.path.startswith(("/assets/", "/healthz")):
        return
    token = bearer_of(request)
    if not is_safe:
        refuse_foreign_origin()
        if token is None and current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
            refuse_forged()
    with reading():
        g.viewer = by_token(token) if token is not None else by_cookie()


def bearer_of(given: Request) -> str | None:
    scheme, _, secret = given.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def by_token(secret: str) -> Viewer:
    viewer = viewer_by_token(secret)
    if viewer is None:
        raise Problem(401, "bad-token", "This token is not known, or its time is over.")
    return viewer


def by_cookie() -> Viewer | None:
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies or not current_user.is_authenticated:
        return None
    return viewer_of(current_user._get_current_object())


def refuse_forged() -> None:
    """A change that comes with a cookie brings the token that only pages of this site know."""
    try:
        csrf.protect()
    except CSRFError as error:
        raise Problem(403, "bad-csrf-token", "This page is too old to change anything. Load it again.") from error


def refuse_foreign_origin() -> None:
    """A change may come from this site's own pages or from no page at all."""
    settings: Settings = current_app.extensions["settings"]
    origin = request.headers.get("Origin")
    if origin is not None and origin not in settings.origins | {request.host_url.rstrip("/")}:
        raise Problem(403, "foreign-origin", "This request comes from a page of another site.")
