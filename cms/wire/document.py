"""The OpenAPI document, made from the contracts of the views, and the page that shows it."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import flask_swagger_ui
from flask import Blueprint, Flask, Response, current_app, jsonify, send_from_directory
from pydantic import BaseModel
from werkzeug.routing import Rule

from cms.access.guard import public
from cms.access.permissions import Permission
from cms.access.policy import is_open_to_visitors
from cms.wire.addresses import here
from cms.wire.requests import Contract

blueprint = Blueprint("document", __name__, url_prefix="/api")
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "page": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
SWAGGER = Path(flask_swagger_ui.__file__).parent / "dist"
DOCS_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pixels API</title>
<link rel="icon" href="../favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="docs/swagger-ui.css"></head><body><div id="ui"></div>
<script src="docs/swagger-ui-bundle.js"></script><script src="docs/start.js"></script></body></html>"""
DOCS_START = 'SwaggerUIBundle({url: "openapi.json", dom_id: "#ui"});'
REF = "#/components/schemas/{model}"


@blueprint.get("/openapi.json")
@public
def openapi() -> Response:
    """The OpenAPI document of this API."""
    told = openapi_document(current_app._get_current_object())  # type: ignore[attr-defined]
    return jsonify(told | {"servers": [{"url": here("")}]} if here("") else told)


@blueprint.get("/docs")
@public
def docs() -> Response:
    """A page to read and try the API."""
    return Response(DOCS_PAGE, mimetype="text/html")


@blueprint.get("/docs/<any('swagger-ui.css', 'swagger-ui-bundle.js', 'start.js'):name>")
@public
def docs_file(name: str) -> Response:
    """The files of that page: from the package and from here, never from elsewhere."""
    if name == "start.js":
        return Response(DOCS_START, mimetype="text/javascript")
    return send_from_directory(SWAGGER, name, max_age=3600)


@cache
def openapi_document(app: Flask) -> dict[str, Any]:
    """OpenAPI 3.1 of every API route of this application."""
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    paths: dict[str, Any] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: r.rule):
        contract = getattr(app.view_functions[rule.endpoint], "contract", None)
        if contract is None or not rule.rule.startswith("/api/v1"):
            continue
        path = re.sub(r"<(?:[^:>]*:)?([^>]+)>", r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = operation(app, rule, contract, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pixels", "version": "1", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": app.config["SESSION_COOKIE_NAME"]},
            },
        },
    }


def operation(app: Flask, rule: Rule, contract: Contract, schemas: dict[str, Any]) -> dict[str, Any]:
    """One route."""
    permission = getattr(app.view_functions[rule.endpoint], "permission", None)
    described: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": contract.summary,
        "parameters": path_parameters(rule) + query_parameters(contract.query, schemas),
        "responses": responses(contract, schemas),
        "security": security(permission),
    }
    taken: dict[str, Any] = {}
    if contract.body is not None:
        taken |= content("application/json", contract.body, schemas)["content"]
    if contract.form is not None:
        taken |= content(form_type(contract.form), contract.form, schemas)["content"]
    return described | ({"requestBody": {"content": taken, "required": True}} if taken else {})


def security(permission: Permission | None) -> list[dict[str, Any]]:
    """Who may come at all: nobody in particular, or with a token or a login."""
    known: list[dict[str, Any]] = [{"token": []}, {"session": []}]
    if permission is None:
        return [{}]
    return [{}, *known] if is_open_to_visitors(permission) else known


def form_type(form: type[BaseModel]) -> str:
    return "multipart/form-data" if "file" in form.model_fields else "application/x-www-form-urlencoded"


def path_parameters(rule: Rule) -> list[dict[str, Any]]:
    """The parts of the path; where only some words count, which ones."""
    found = []
    for name in sorted(rule.arguments):
        words = re.search(rf"any\(([^)]*)\):{name}>", rule.rule)
        schema: dict[str, Any] = {"type": "string"}
        if words:
            schema["enum"] = re.findall(r"'([^']*)'", words.group(1))
        found.append({"name": name, "in": "path", "required": True, "schema": schema})
    return found


def query_parameters(model: type[BaseModel] | None, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if model is None:
        return []
    schema = schema_of(model, schemas)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": inner}
        for name, inner in schema["properties"].items()
    ]


def responses(contract: Contract, schemas: dict[str, Any]) -> dict[str, Any]:
    """The declared answers, and that every error is a problem."""
    problem = {
        "description": "A problem",
        "content": {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}},
    }
    found: dict[str, Any] = {"4XX": problem, "5XX": problem}
    for status, shape in sorted(contract.answers.items()):
        found[str(status)] = {"description": "Done"}
        if isinstance(shape, str):
            found[str(status)]["content"] = {kind: {} for kind in shape.split(", ")}
        elif shape is not None:
            found[str(status)] |= content("application/json", shape, schemas)
    return found


def content(media_type: str, model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    """A body of this model, by reference."""
    join(schemas, {model.__name__: schema_of(model, schemas)})
    return {"content": {media_type: {"schema": {"$ref": REF.format(model=model.__name__)}}}}


def schema_of(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    """JSON schema of a model, fields with a default may be left out; what it refers to joins the schemas."""
    schema = model.model_json_schema(ref_template=REF)
    join(schemas, schema.pop("$defs", {}))
    return schema


def join(schemas: dict[str, Any], more: dict[str, Any]) -> None:
    """Add these by their names. Raises ValueError where two models have one name: clients would take them for one."""
    for name, schema in more.items():
        if schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two models are called {name}")
