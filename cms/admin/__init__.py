"""The rooms of moderators: Flask-Admin behind the access room."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask


def register_admin(app: Flask) -> None:
    """Put the admin under `/admin`."""
    with pillow_hidden():
        from cms.admin.rooms import open_rooms
    open_rooms(app)


@contextmanager
def pillow_hidden() -> Iterator[None]:
    """Flask-Admin loads Pillow for a form field that nobody uses here; the web process opens no pixels."""
    is_loaded = "PIL" in sys.modules
    if not is_loaded:
        sys.modules["PIL"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if not is_loaded:
            del sys.modules["PIL"]
