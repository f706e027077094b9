"""What a route takes and gives: pydantic models, checked on the way in, described in the OpenAPI document."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Literal, get_args, get_origin
from urllib.parse import parse_qsl

from flask import Response, request
from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from cms.errors import FieldError, Problem

MOST_JSON = 1_000_000
"""Bytes of a JSON body; only pictures may be larger."""

View = Callable[..., Any]
Model = type[BaseModel]


class Body(BaseModel):
    """A JSON object of a request: fields that are not named are refused, text has no control characters."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Query(BaseModel):
    """Parameters of an address; the ones that are not named are ignored."""

    model_config = ConfigDict(extra="ignore")


class Answer(BaseModel):
    """A JSON object of an answer; a field that was never set is left out."""

    model_config = ConfigDict(extra="forbid")


@dataclass
class Contract:
    """What one view takes and gives; `answers` maps a status to a model, or to a media type, or to None for no body."""

    body: Model | None = None
    query: Model | None = None
    form: Model | None = None
    answers: dict[int, Model | str | None] = field(default_factory=dict)
    summary: str = ""


def takes(
    *, body: Model | None = None, query: Model | None = None, form: Model | None = None
) -> Callable[[View], View]:
    """Check what the request brings and hand it on as `body` and `query`; a `form` is read by the view itself.

    Where either may come, `body` is None for a form.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def with_input(*args: Any, **kwargs: Any) -> Any:
            if query is not None:
                kwargs["query"] = read_fields(query, request.args)
            if body is not None:
                is_form = form is not None and request.mimetype == "multipart/form-data"
                kwargs["body"] = None if is_form else read_json(body)
            return view(*args, **kwargs)

        contract = contract_of(with_input)
        contract.body, contract.query, contract.form = body, query, form
        return with_input

    return decorate


def gives(answer: Model | str | None, *, status: int = 200) -> Callable[[View], View]:
    """Declare an answer for the OpenAPI document; several may be stacked."""

    def decorate(view: View) -> View:
        contract_of(view).answers[status] = answer
        return view

    return decorate


def contract_of(view: View) -> Contract:
    """The contract of a view, made when there is none yet."""
    if not hasattr(view, "contract"):
        view.contract = Contract(summary=(view.__doc__ or "").strip().split("\n")[0])  # type: ignore[attr-defined]
    found: Contract = view.contract  # type: ignore[attr-defined]
    return found


def read_json(model: Model) -> BaseModel:
    """The JSON body as this model. Raises 400, 413 or 415 for what is none, 422 for what does not fit."""
    request.max_content_length = MOST_JSON
    if not request.is_json and request.get_data():
        raise Problem(415, "not-json", "The body must be JSON, and say so: Content-Type: application/json.")
    try:
        data = request.get_json(force=True)
    except (BadRequest, RecursionError) as error:
        raise Problem(400, "broken-json", "The body is not JSON.") from error
    if not isinstance(data, dict):
        raise Problem(422, "invalid", "The body must be a JSON object.")
    return validate(model, data)


def read_fields(model: Model, given: MultiDict[str, str]) -> BaseModel:
    """Form fields or parameters as this model: a list repeats the plain name, anything else counts once."""
    fields = model.model_fields.items()
    lists = {info.alias or name for name, info in fields if is_list(info.annotation)}
    return validate(model, {name: given.getlist(name) if name in lists else given[name] for name in given})


def read_query_string(model: Model, text: str) -> BaseModel:
    """The query of an address, kept as text, as this model."""
    return read_fields(model, MultiDict(parse_qsl(text.removeprefix("?"), keep_blank_values=True)))


def validate(model: Model, data: dict[str, Any]) -> BaseModel:
    """The data as this model. Raises Problem 422 that names each field."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = tuple(
            FieldError(".".join(map(str, problem["loc"])), problem["msg"].removeprefix("Value error, "))
            for problem in error.errors(include_url=False, include_input=False, include_context=False)
        )
        raise Problem(422, "invalid", "Some fields cannot be taken as they are.", found) from error


def is_list(annotation: Any) -> bool:
    """Whether a field takes several values: `list[…]`, also when it is optional or annotated."""
    if get_origin(annotation) is list:
        return True
    return any(is_list(part) for part in get_args(annotation) if get_origin(annotation) is not Literal)


def answer(model: BaseModel, status: int = 200) -> Response:
    """A JSON answer of this object."""
    return Response(model.model_dump_json(exclude_unset=True), status, mimetype="application/json")


def no_content() -> Response:
    return Response(status=204)


def refuse_other_version(tag: str) -> None:
    """Raise 412 when the request names, by `If-Match`, another version than this one."""
    if request.if_match and not request.if_match.contains(tag):
        raise Problem(412, "changed-meanwhile", "This was changed meanwhile. Look at it again first.")
