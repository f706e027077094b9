"""Addresses of this site as its reader's browser has to ask for them."""

from flask import has_request_context, request


def here(path: str) -> str:
    """This path of the site, below the path that the whole site is served at (`PIXELS_PUBLIC_URL`)."""
    return f"{request.script_root}{path}" if has_request_context() else path
