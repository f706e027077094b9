"""What the web server loads: the application of the settings in the environment."""

import logging

from flask import Flask

from cms import create_app
from cms.settings import read_settings


def make_app() -> Flask:
    """The application, for gunicorn."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    return create_app(read_settings())
