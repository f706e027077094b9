"""What every application of a site is given: configuration, database, logins, rules for requests. No routes here."""

import secrets
import time

from flask import Flask, g, request
from flask_security import SQLAlchemyUserDatastore
from sqlalchemy import Engine
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from cms import extensions, logs
from cms.accounts.models import Account
from cms.jobs import queue_address
from cms.logins.captcha import Captchas
from cms.logins.identity import identify, keep_logins, note_after
from cms.logins.queries import LASTS
from cms.logins.service import Gate
from cms.settings import Settings
from cms.throttle import Throttle
from cms.transaction import prepare_engine
from cms.wire.accesses import note_access
from cms.wire.headers import finish_request
from cms.wire.hosts import refuse_other_hosts
from cms.wire.problems import register_problems
from cms.wire.rates import count_call, tell_calls_left
from cms.wire.rules import LateRule
from cms.wire.uploads import UploadRequest, close_arrived

FORM_ALLOWANCE = 1_000_000
"""What a form may hold beside its file, in bytes."""

WEB_SECONDS, JOB_SECONDS = 3, 30
"""How long a web, and anybody else, waits for the answer to one statement on a database server."""


def configure(app: Flask, settings: Settings, *, is_web: bool) -> None:
    """Flask's and the extensions' settings, from ours."""
    app.request_class = UploadRequest
    app.url_rule_class = LateRule
    app.config.update(
        SECRET_KEY=settings.secret,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes + FORM_ALLOWANCE,
        SESSION_COOKIE_NAME="__Host-pixels" if settings.is_https else "pixels",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_SAMESITE="Lax",
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings, is_web=is_web),
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106
        SECURITY_TRACKABLE=False,
        SECURITY_REGISTER_BLUEPRINT=False,
        SESSION_PROTECTION=None,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=LASTS,
        JSON_SORT_KEYS=False,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if settings.path:
        at_root = app.wsgi_app  # who watches this machine asks without the path
        app.wsgi_app = DispatcherMiddleware(at_root, {settings.path: at_root})  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def engine_options(settings: Settings, *, is_web: bool) -> dict[str, object]:
    """Bounded waiting everywhere, least where a person waits; a lost connection is noticed before it is used.

    Errors tell no values.
    """
    if settings.database.startswith("sqlite"):
        return {"connect_args": {"timeout": 10, "check_same_thread": False}, "hide_parameters": True}
    times = dict.fromkeys(("read_timeout", "write_timeout"), WEB_SECONDS if is_web else JOB_SECONDS)
    return {
        "hide_parameters": True,
        "isolation_level": "READ COMMITTED",
        "pool_pre_ping": True,
        "pool_size": settings.web_threads,
        "max_overflow": settings.web_threads,
        "pool_timeout": 3,
        "pool_recycle": 1800,
        "connect_args": {"connect_timeout": 1 if is_web else 4, "charset": "utf8mb4", **times},
    }


def connect_database(app: Flask) -> None:
    """The database and the password hashing of Flask-Security."""
    extensions.db.init_app(app)
    extensions.csrf.init_app(app)
    store = SQLAlchemyUserDatastore(extensions.db, Account, None)  # type: ignore[arg-type]
    extensions.security.init_app(app, store, register_blueprint=False)
    keep_logins(app)
    with app.app_context():
        engine: Engine = extensions.db.engine
        prepare_engine(engine)


def make_request_rules(app: Flask) -> None:
    """What holds for every request: who asks, the id it bears, the headers of its answer, how errors look."""
    from cms.pages.routes import page

    settings: Settings = app.extensions["settings"]
    throttle = Throttle(queue_address(settings.queue_url, data_dir=settings.data_dir), scale=settings.rate_scale)
    app.extensions["gate"] = Gate(
        throttle=throttle,
        captchas=Captchas(settings.secret, throttle),
        secret=settings.secret,
    )
    app.before_request(begin_request)
    app.teardown_request(logs.end_request)
    app.before_request(refuse_other_hosts)
    app.before_request(identify)
    app.before_request(count_call)
    app.after_request(note_access)
    app.after_request(finish_request)
    app.after_request(tell_calls_left)
    app.after_request(note_after)
    app.teardown_request(close_arrived)
    register_problems(app, page=page)


def begin_request() -> None:
    """Every request has an id: the one that a proxy gave it, where that is a token, and else a fresh one."""
    g.began = time.perf_counter()
    g.request_id = logs.begin_request(request.headers.get("X-Request-ID"))
    g.nonce = secrets.token_urlsafe(16)
