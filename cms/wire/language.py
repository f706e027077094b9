"""The caller's language, of the three that Pixels speaks."""

from flask import request

LANGUAGES = ("en", "zh", "sv")


def caller_language() -> str:
    """By `Accept-Language`; English where none of the three is wanted."""
    return request.accept_languages.best_match(LANGUAGES) or "en"
