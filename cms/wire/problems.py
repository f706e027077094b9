"""The one table of errors: whatever goes wrong becomes problem+json for the API and a page for people."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from cms.errors import Problem, unavailable
from cms.index.base import IndexDown
from cms.storage.base import ObjectMissing, StorageDown, StorageFull
from cms.wire.addresses import here

log = logging.getLogger(__name__)
DATABASE_AWAY = unavailable("The database is away or busy for a moment.", seconds=2, code="database-away")
PROBLEM_JSON = "application/problem+json"


def register_problems(app: Flask, *, page: Callable[..., Response]) -> None:
    """Answer every error of this application by the table below; `page` draws it for somebody with a browser."""
    app.extensions["error_page"] = page
    app.register_error_handler(Problem, problem_answer)
    app.register_error_handler(HTTPException, http_answer)
    for kind, problem in DEPENDENCIES.items():
        app.register_error_handler(kind, partial(dependency_answer, problem))
    app.register_error_handler(ObjectMissing, missing_answer)
    app.register_error_handler(DBAPIError, database_answer)
    app.register_error_handler(Exception, unexpected_answer)


DEPENDENCIES: Mapping[type[Exception], Problem] = {
    StorageFull: Problem(507, "storage-full", "There is no space left for new pictures.", retry_after=60),
    StorageDown: unavailable("The store of pictures is away for a moment.", code="storage-away"),
    IndexDown: unavailable("The search is away for a moment.", code="search-away"),
    PoolTimeout: unavailable("The database is busy.", code="database-away"),
}


def dependency_answer(problem: Problem, error: Exception) -> Response:
    """Something this site stands on does not answer as it should."""
    log.warning("%s: %s", problem.code, error)
    return problem_answer(problem)


def wants_page() -> bool:
    """Whether somebody looks at this address in a browser."""
    return not request.path.startswith("/api/") and "text/html" in request.headers.get("Accept", "")


def problem_answer(problem: Problem) -> Response:
    """A Problem as problem+json, with the request's id; as a page for a browser that looks for one.

    The page says by itself what is missing, also when it is the database: drawing it asks for nothing.
    """
    response = as_page(problem) if problem.status in (404, 503) and wants_page() else as_json(problem)
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def as_page(problem: Problem) -> Response:
    found: Response = current_app.extensions["error_page"](status=problem.status)
    return found


def as_json(problem: Problem) -> Response:
    body: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": title_of(problem.status),
        "status": problem.status,
        "detail": problem.detail,
        "request_id": g.get("request_id", ""),
    }
    if problem.errors:
        body["errors"] = [{"field": error.field, "message": error.message} for error in problem.errors]
    if problem.page:
        body["page"] = here(problem.page)
    response = jsonify(body)
    response.status_code = problem.status
    response.content_type = PROBLEM_JSON
    response.headers["Cache-Control"] = "private, no-store"
    return response


def http_answer(error: HTTPException) -> Response:
    """What Werkzeug refuses, with its headers (Allow, Retry-After) kept."""
    status = error.code or 500
    if status < 400:
        return Response(error.get_body(), status, error.get_headers())
    response = problem_answer(Problem(status, title_of(status).lower().replace(" ", "-"), sentence_of(error)))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def missing_answer(error: ObjectMissing) -> Response:
    """Bytes that a row names and that are not there: logged, since that must not be."""
    log.error("object missing: %s %s", path_to_tell(), error)
    return problem_answer(Problem(404, "not-found", "The bytes of this picture are not there."))


def database_answer(error: DBAPIError) -> Response:
    """A busy or lost database is a matter of time; anything else is a fault of ours."""
    if isinstance(error, OperationalError) or error.connection_invalidated:
        log.warning("database: %s", error.orig)
        return problem_answer(DATABASE_AWAY)
    return unexpected_answer(error)


def unexpected_answer(error: Exception) -> Response:
    """A fault of ours: the whole story goes to the log, the caller gets its number."""
    log.error("unexpected: %s %s (%s)", request.method, path_to_tell(), g.get("request_id"), exc_info=error)
    sentence = "Something went wrong here. Name the request id when you report it."
    return problem_answer(Problem(500, "unexpected", sentence))


def path_to_tell() -> str:
    """The path of this request as the log may keep it: without the secret of a one-time link."""
    secret = (request.view_args or {}).get("token")
    return request.path.replace(secret, "…") if secret else request.path


def sentence_of(error: HTTPException) -> str:
    if error.code == 404:
        return "There is nothing here, or it is not yours to see."
    return str(error.description or title_of(error.code or 500))


def title_of(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
