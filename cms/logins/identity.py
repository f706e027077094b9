"""Who makes a request: the session cookie of a login, or a bearer token. Runs before every view."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import flask_login
from flask import Flask, Request, Response, current_app, g, request, session
from flask_wtf.csrf import CSRFError

from cms.access.guard import has_operators_token
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import viewer_by_token, viewer_of
from cms.accounts.service import note_token_used
from cms.errors import Problem
from cms.extensions import csrf, now
from cms.logins import queries, service
from cms.logins.models import Login
from cms.settings import Settings
from cms.transaction import may_write_from_here, read_only_from_here, reading
from cms.wire.afterwards import afterwards

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
NOTED_EVERY = timedelta(minutes=5)


class LoggedIn(flask_login.UserMixin):  # type: ignore[misc]
    """An account in one browser, as Flask-Login knows it: what its cookie names is the secret of the login."""

    def __init__(self, account: Account, login: Login, secret: str) -> None:
        self.account, self.login, self.secret = account, login, secret

    def get_id(self) -> str:
        return self.secret


def keep_logins(app: Flask) -> None:
    """Have Flask-Login look for logins as we keep them, and nowhere else; after Flask-Security has begun."""
    known = app.login_manager  # type: ignore[attr-defined]
    known.user_loader(find_logged_in)
    known.request_loader(nobody_else)


def nobody_else(_request: Request) -> None:
    """Flask-Security has tokens of its own; they are not used here."""


def find_logged_in(secret: str) -> LoggedIn | None:
    found = queries.login_by_secret(secret)
    return None if found is None else LoggedIn(found[1], found[0], secret)


def identify() -> None:
    """Find out who asks, and refuse changes that another site's page could have sent."""
    is_safe = request.method in SAFE_METHODS
    (read_only_from_here if is_safe else may_write_from_here)()
    g.viewer = g.login_id = None
    if request.path.startswith(("/assets/", "/healthz", "/readyz")):
        return
    if request.path == "/metrics" and has_operators_token(current_app.extensions["settings"]):
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
    found = viewer_by_token(secret)
    if found is None:
        raise Problem(401, "bad-token", "This token is not known, or its time is over.")
    viewer, token = found
    note_later(token.last_used_at, partial(note_token_used, token.id))
    return viewer


def by_cookie() -> Viewer | None:
    known = flask_login.current_user
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies or not known.is_authenticated:
        return None
    g.login_id = known.login.id
    note_later(known.login.last_seen_at, partial(service.note_seen, known.login.id))
    return viewer_of(known.account)


def note_later(last: datetime | None, note: Callable[[], None]) -> None:
    """Every few minutes note that somebody was here, once they have their answer; nobody minds when that fails."""
    if last is None or now() - last > NOTED_EVERY:
        g.note = note


def note_after(response: Response) -> Response:
    """Runs after every request."""
    note = g.pop("note", None)
    return response if note is None else afterwards(response, note)


def begin_login(account: Account) -> None:
    """Log this account in here: what the session held before is gone, and the login that it may have had too."""
    if g.login_id is not None:
        service.end_login(flask_login.current_user.account.id, g.login_id)
    session.clear()
    session.permanent = True
    device = service.device_of(request.headers.get("User-Agent", ""))
    login, secret = service.open_login(account.id, device=device, address=request.remote_addr or "")
    flask_login.login_user(LoggedIn(account, login, secret))
    g.viewer, g.login_id = viewer_of(account), login.id


def leave() -> None:
    """This browser is nobody's any more. The caller ends the login."""
    flask_login.logout_user()
    session.clear()


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
