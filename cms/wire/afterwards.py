"""What is written down once somebody has their answer: nobody waits for it, and nobody minds when it fails.

A GET request itself only reads.
"""

import logging
from collections.abc import Callable
from functools import partial

from flask import Flask, Response, current_app

from cms.transaction import DatabaseFailed, writing

log = logging.getLogger(__name__)


def afterwards(response: Response, note: Callable[[], None]) -> Response:
    """Do this in a transaction of its own when the answer is sent."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    response.call_on_close(partial(_write_down, app, note))
    return response


def _write_down(app: Flask, note: Callable[[], None]) -> None:
    with app.app_context():
        try:
            with writing():
                note()
        except DatabaseFailed as error:
            log.info("not noted: %s", error)
