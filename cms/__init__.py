"""Pixels: a content-sharing CMS for images. This module only puts the application together."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from cms.settings import Settings


def create_app(settings: "Settings", *, has_routes: bool = True) -> "Flask":
    """The application of one site; without routes it is what jobs and commands need."""
    from flask import Flask

    from cms.application import configure, connect_database, make_request_rules
    from cms.backends import make_backends
    from cms.media import places

    app = Flask("cms", static_folder=None)
    configure(app, settings, is_web=has_routes)
    app.extensions["settings"] = settings
    app.extensions["backends"] = make_backends(settings, is_web=has_routes)
    connect_database(app)
    places.use(settings.models_dir / "places.db")
    if has_routes:
        from cms.admin import register_admin
        from cms.blueprints import BLUEPRINTS

        make_request_rules(app)
        for blueprint in BLUEPRINTS:
            app.register_blueprint(blueprint)
        register_admin(app)
    return app
