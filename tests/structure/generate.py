"""Writes the files that are made from the code: `python -m tests.structure.generate`. A test holds them to it.

The schema by the migrations for both databases, the OpenAPI document, the table of the API, the packages' licences.
"""

import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from flask import Flask

from cms import create_app
from cms.commands.site import alembic_config, bring_up_to_date
from cms.extensions import db
from cms.settings import CHECKOUT, Settings
from cms.wire.document import openapi_document
from tests.structure.licences import packages_section

SECRET = "only to open an application, never to sign anything"
API_HEAD = """# The API

Written by `make schema` from the code. A running site shows the same at `/api/docs`, to read and try, and gives the
document at `/api/openapi.json`. Errors are `application/problem+json`. *Who* is what the caller must be allowed.
"""


@contextmanager
def some_site() -> Iterator[Flask]:
    """An application of default settings in a folder that goes again; nothing of it is used."""
    with tempfile.TemporaryDirectory(prefix="pixels-generate-") as folder:
        yield create_app(Settings(_env_file=None, data_dir=Path(folder), secret_key=SECRET))


def schema_head(dialect: str) -> str:
    return f"-- The schema on {dialect} as the migrations make it. Written by `make schema`: change it there.\n\n"


def mysql_schema(app: Flask) -> str:
    """The statements of all migrations."""
    out = io.StringIO()
    app.config["SCHEMA_DIALECT"] = "mysql"
    with app.app_context():
        config = alembic_config(app)
        config.output_buffer = out
        command.upgrade(config, "head", sql=True)
    return schema_head("mysql") + "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines()) + "\n"


def sqlite_schema(app: Flask) -> str:
    """What a database has after all migrations: SQLite makes a changed table anew, so only the end can be read."""
    bring_up_to_date(app)
    with app.app_context(), db.engine.connect() as connection:
        made = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name"
        statements = list(connection.exec_driver_sql(made).scalars())
    return schema_head("sqlite") + ";\n\n".join(map(ordered, statements)) + ";\n"


def ordered(statement: str) -> str:
    """A statement whose constraints stand in the order of their names: a table made anew has them in any."""
    lines = [line.rstrip().replace("\t", "    ").removesuffix(",") for line in statement.splitlines()]
    if not lines[0].startswith("CREATE TABLE"):
        return "\n".join(lines)
    inner = sorted(lines[1:-1], key=lambda line: line.strip() if line.strip().startswith("CONSTRAINT") else "")
    return "\n".join([lines[0], ",\n".join(inner), lines[-1]])


def openapi(app: Flask) -> str:
    return json.dumps(openapi_document(app), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def api_table(app: Flask) -> str:
    """The API as one table for each first part of a path."""
    paths: Mapping[str, Any] = openapi_document(app)["paths"]
    parts: dict[str, list[str]] = {}
    for path, operations in sorted(paths.items()):
        for method, described in sorted(operations.items()):
            parts.setdefault(path.split("/")[3], []).append(row(app, path, method, described))
    head = "| call | does | who | query | body | answers |\n|---|---|---|---|---|---|"
    return "\n".join([API_HEAD, *(f"## {part}\n\n{head}\n" + "\n".join(rows) + "\n" for part, rows in parts.items())])


def row(app: Flask, path: str, method: str, described: Mapping[str, Any]) -> str:
    named = {endpoint.replace(".", "_"): view for endpoint, view in app.view_functions.items()}
    view = named[described["operationId"]]
    permission = getattr(view, "permission", None)
    asked = [f"`{p['name']}`" + ("" if p["required"] else "?") for p in described["parameters"] if p["in"] == "query"]
    answers = [
        f"{status} {shown(answer)}".strip() for status, answer in described["responses"].items() if "X" not in status
    ]
    cells = [
        f"`{method.upper()} {path.removeprefix('/api/v1')}`",
        described["summary"],
        "anyone" if permission is None else str(permission),
        " ".join(asked),
        shown(described.get("requestBody", {})),
        ", ".join(answers),
    ]
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def shown(message: Mapping[str, Any]) -> str:
    """The model of a body, or its media type."""
    for media_type, content in message.get("content", {}).items():
        reference = content.get("schema", {}).get("$ref", "")
        return f"`{reference.rpartition('/')[2] or media_type}`"
    return ""


def notice(_app: Flask) -> str:
    """NOTICE with its list of packages anew; what stands before the list is kept."""
    kept = (CHECKOUT / "NOTICE").read_text(encoding="utf-8").partition("\nPackages\n--------\n")[0].rstrip()
    return f"{kept}\n\n{packages_section()}"


FILES: dict[str, Callable[[Flask], str]] = {
    "sql/schema.sqlite.sql": sqlite_schema,
    "sql/schema.mysql.sql": mysql_schema,
    "pixels-ui/src/api/openapi.json": openapi,
    "docs/api.md": api_table,
    "NOTICE": notice,
}


def main() -> None:
    with some_site() as app:
        for name, make in FILES.items():
            text = make(app)
            is_same = (CHECKOUT / name).is_file() and (CHECKOUT / name).read_text(encoding="utf-8") == text
            (CHECKOUT / name).write_text(text, encoding="utf-8")
            sys.stdout.write(f"{name}: {'as before' if is_same else 'written'}\n")


if __name__ == "__main__":
    main()
