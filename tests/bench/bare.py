"""The floor of a start: an application of Flask and SQLAlchemy with one answer and one table."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Row(db.Model):  # type: ignore[name-defined,misc]
    """Something to map."""

    id = db.Column(db.Integer, primary_key=True)


def make_app() -> Flask:
    app = Flask("bare", static_folder=None)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    app.add_url_rule("/healthz", view_func=lambda: {"state": "ok"}, endpoint="healthz")
    return app
