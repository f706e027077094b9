"""What the web server loads: the application of the settings in the environment."""

from flask import Flask

from cms import create_app
from cms.logs import begin_logging
from cms.settings import read_settings


def make_app() -> Flask:
    """The application, for gunicorn."""
    begin_logging()
    return create_app(read_settings())
