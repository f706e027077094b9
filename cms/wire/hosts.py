"""By which names this site may be asked: those of the settings, whatever a request claims."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, request

from cms.errors import Problem
from cms.settings import Settings

ASKED_BY_NUMBER = ("/healthz", "/readyz")
"""Whoever watches a machine asks it by whichever address it has."""


def refuse_other_hosts() -> None:
    """Raise 421 for a name that is not this site's: a page of somebody who made their name point here, or a slip.

    A number is nobody's name: it cannot be made to point elsewhere.
    """
    settings: Settings = current_app.extensions["settings"]
    name = name_asked_for()
    if request.path not in ASKED_BY_NUMBER and name not in settings.hosts and not is_number(name):
        sentence = "This site does not go by this name. Its operator names it in PIXELS_PUBLIC_URL or PIXELS_ALSO_AT."
        raise Problem(421, "other-host", sentence)


def name_asked_for() -> str:
    """The name without a port; empty when it is none."""
    try:
        return urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        return ""


def is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
