"""For whoever watches this site: alive, ready, and its metrics."""

from flask import Blueprint, Response, current_app

from cms.access.guard import is_operator, public
from cms.errors import not_found
from cms.settings import Settings
from cms.watch.asking import parts, state
from cms.watch.exposition import exposition
from cms.watch.parts import NEEDED
from cms.wire.requests import gives

blueprint = Blueprint("watch", __name__)
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
NO_STORE = {"Cache-Control": "no-store"}


def may_know() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return is_operator(settings)


@blueprint.get("/healthz")
@public
@gives("text/plain")
def alive() -> Response:
    """200 while this process lives."""
    return Response("alive\n", mimetype="text/plain")


@blueprint.get("/readyz")
@public
@gives("text/plain")
def ready() -> Response:
    """200 when what this site cannot do without answers, else 503; reasons for operators, and in the log."""
    wrong = [one for one in parts().answers(NEEDED, not_older=0.0) if not one.is_well]
    if not wrong:
        return Response("ready\n", mimetype="text/plain")
    reasons = "".join(f"{one.part}: {one.sentence}\n" for one in wrong)
    current_app.logger.warning("not ready: %s", reasons)
    told = reasons if may_know() else ""
    return Response(f"not ready\n{told}", 503, mimetype="text/plain", headers={"Retry-After": "5"})


@blueprint.get("/metrics")
@public
@gives("text/plain")
def metrics() -> Response:
    """The metrics of this site for Prometheus; for others than operators there is nothing here."""
    if not may_know():
        raise not_found()
    return Response(exposition(*state()), content_type=METRICS_TYPE, headers=NO_STORE)
