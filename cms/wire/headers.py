"""The headers of every answer, errors included: the list of the OWASP Secure Headers Project, as far as it fits."""

import logging
from urllib.parse import urlsplit

from flask import Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from cms.settings import Settings

MOST_DRAINED = 16 * 1024 * 1024
NEVER_USED = (
    "accelerometer",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
"""What no page of this site may ask a browser for."""

FOR_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(["camera=(self)", *(f"{name}=()" for name in NEVER_USED)]),
}
"""`no-referrer` would take `Origin` from forms too, and with it what tells our pages from others'."""

ONLY_BY_TLS = "max-age=31536000; includeSubDomains"


def finish_request(response: Response) -> Response:
    """The headers of every answer; what a view said itself stays."""
    headers = response.headers
    headers["X-Request-ID"] = g.get("request_id", "")
    said = {name.lower() for name, _ in headers}
    headers.extend([(name, text) for name, text in FOR_ALL.items() if name.lower() not in said])
    if "content-security-policy" not in said:
        headers["Content-Security-Policy"] = content_policy()
    settings: Settings = current_app.extensions["settings"]
    if settings.is_https:
        headers.setdefault("Strict-Transport-Security", ONLY_BY_TLS)
    if request.path.startswith(("/api/v1/", "/admin/")):
        headers.setdefault("Cache-Control", "private, no-store")
        headers.add("Vary", "Cookie, Authorization, Accept-Language")
    if response.status_code >= 400:
        drain_request()
    return response


def content_policy() -> str:
    """Scripts and styles from here alone; pictures also from the object store where it sends them itself."""
    pictures = " ".join(["'self'", "data:", "blob:", *store_origin()])
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{g.get('nonce', '')}'; style-src 'self'; img-src {pictures}; "
        "connect-src 'self'; media-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def store_origin() -> list[str]:
    """Where the object store's own addresses begin, if it has any."""
    storage = current_app.extensions["backends"].storage
    address = storage.signed_address("originals/none", seconds=60, content_type="image/webp")
    return [] if address is None else ["{0.scheme}://{0.netloc}".format(urlsplit(address))]


def drain_request() -> None:
    """Take in the rest of a refused body, up to a bound: else the client meets a broken pipe, not the answer."""
    left = MOST_DRAINED
    try:
        while left > 0 and (chunk := request.stream.read(min(left, 65536))):
            left -= len(chunk)
    except (OSError, ValueError, HTTPException):
        logging.getLogger(__name__).debug("the client left before its answer")
