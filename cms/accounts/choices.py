"""What admins choose of the settings while the site runs. What the environment names is not theirs (ADR 0024)."""

from typing import Annotated, Any

from flask import current_app, g
from pydantic import TypeAdapter, ValidationError

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.accounts.models import SiteChoice
from cms.accounts.queries import site_choices
from cms.errors import conflict, forbidden, invalid
from cms.extensions import db
from cms.settings import Settings

CHOICES = ("registration", "login_captcha", "quota_bytes", "quota_images")
"""Read where they are needed, so that a choice holds at once; all others hold from a start on."""


def site_settings() -> Settings:
    """The settings in force, read once in a request or a job."""
    if "site_settings" not in g:
        g.site_settings = in_force(current_app.extensions["settings"])
    found: Settings = g.site_settings
    return found


def in_force(settings: Settings) -> Settings:
    """With what was chosen in place of what nobody named."""
    chosen = {name: read(name, text) for name, text in site_choices().items() if is_open(settings, name)}
    return settings.model_copy(update=chosen) if chosen else settings


def is_open(settings: Settings, name: str) -> bool:
    """Whether admins choose it: it is one of those, and the environment does not name it."""
    return name in CHOICES and name not in settings.model_fields_set


def read(name: str, text: str) -> Any:
    """The value that this text means. Raises 422 for none."""
    field = Settings.model_fields[name]
    kind: Any = Annotated[field.annotation, field]
    try:
        return TypeAdapter(kind).validate_python(text)
    except ValidationError as error:
        raise invalid(name, str(error.errors()[0]["msg"])) from error


def choose(settings: Settings, name: str, text: str, *, by: Viewer) -> None:
    """Let it be so from now on; no text takes a choice back. Raises 403, 409 where the environment names it, 422."""
    if not permits(by, Permission.SET_QUOTA):
        raise forbidden()
    if not is_open(settings, name):
        raise conflict(f"PIXELS_{name.upper()} is named where the site is started.")
    row = db.session.get(SiteChoice, name)
    if not text:
        if row is not None:
            db.session.delete(row)
        return
    read(name, text)
    db.session.merge(SiteChoice(name=name, value=text))
