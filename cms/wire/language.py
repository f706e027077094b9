"""The caller's language, of the three that Pixels speaks."""

from flask import request

LANGUAGES = ("en", "zh", "sv")


def caller_language() -> str:
    """By `Accept-Language`; English where none of the three is wanted."""
    wanted = (tag.replace("_", "-").split("-")[0].lower() for tag in request.accept_languages.values())
    return next((language for language in wanted if language in LANGUAGES), "en")
