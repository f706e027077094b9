"""The room "Settings": how the site is set, in plain words; what the environment leaves open is chosen here."""

from typing import Any, get_args
from urllib.parse import urlsplit

from flask import current_app, redirect, request
from flask_admin import BaseView, expose

from cms.access.guard import current_viewer, oneself
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.accounts.choices import CHOICES, choose, is_open, site_settings
from cms.accounts.queries import site_choices
from cms.admin.queue import attempt
from cms.admin.room import ForModerators
from cms.moderation.log import note
from cms.settings import Settings

GROUPS: dict[str, tuple[str, ...]] = {
    "people": ("site_name", "public_url", "registration", "login_captcha", "rate_scale"),
    "uploads": ("max_upload_bytes", "max_pixels", "quota_bytes", "quota_images"),
    "models": ("vision_tagger", "vision_gate", "vision_text", "vision_ground", "vision_meaning", "vision_trained"),
    "parts": ("database_url", "storage_url", "index_url", "queue_url", "mail_url", "web_processes", "image_workers"),
}
"""What an admin asks about; passwords and keys are in none of them."""

BY_KIND = {"database_url": "database", "storage_url": "storage", "index_url": "index", "mail_url": "mail"}
"""Of an address only its kind is told, as it is in force; the rest may hold a password."""

IN_WORDS = ("registration", "login_captcha")
"""Whose values are words of ours."""

NO_LIMIT = ("quota_bytes", "quota_images")
"""Where 0 means none."""


class SettingsView(ForModerators, BaseView):  # type: ignore[misc]
    """For admins alone."""

    def is_accessible(self) -> bool:
        return super().is_accessible() and permits(current_viewer(), Permission.SEE_REASONS)

    @expose("/")
    def index(self) -> Any:
        settings, given = site_settings(), given_settings()
        groups = {group: [(name, value_of(settings, name)) for name in names] for group, names in GROUPS.items()}
        chosen = {name: str(getattr(settings, name)) for name in CHOICES if is_open(given, name)}
        return self.render(
            "admin/settings.html", groups=groups, in_words=IN_WORDS, chosen=chosen, ways={n: ways_of(n) for n in chosen}
        )

    @expose("/choose/", methods=("POST",))
    def choose(self) -> Any:
        """One setting, from now on; the log has a line."""
        viewer, name = oneself(), request.form.get("name", "")
        text = "" if "default" in request.form else request.form.get("value", "").strip()

        def keep() -> None:
            before = site_choices().get(name)
            choose(given_settings(), name, text, by=viewer)
            note("choose", ("setting", name), by=viewer.id, before={"value": before}, after={"value": text or None})

        attempt(keep)
        return redirect(self.get_url(".index"))


def given_settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def ways_of(name: str) -> tuple[str, ...]:
    """What can be chosen; nothing where it is a number."""
    return get_args(Settings.model_fields[name].annotation)


def value_of(settings: Settings, name: str) -> str | int | float | None:
    """What is in force; None where there is no limit."""
    if name in BY_KIND:
        return urlsplit(str(getattr(settings, BY_KIND[name]))).scheme.partition("+")[0]
    if name == "queue_url":
        return urlsplit(settings.queue_url).scheme
    if name == "public_url":
        return settings.address
    value: str | int | float = getattr(settings, name)
    return None if name in NO_LIMIT and value == 0 else value
