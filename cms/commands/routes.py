"""`routes`: every route, its methods and its permission; exit code 1 when one declares nothing."""

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document")


def described(app: "Flask") -> list[dict[str, object]]:
    """Each route with its permission: a name, `public`, or None for a route that declares nothing."""
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: r.rule):
        view = app.view_functions[rule.endpoint]
        declared = getattr(view, "permission", "undeclared")
        found.append(
            {
                "rule": rule.rule,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "endpoint": rule.endpoint,
                "permission": None if declared == "undeclared" else "public" if declared is None else str(declared),
                "changes": bool((rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}),
            }
        )
    return found


def run(options: argparse.Namespace) -> int:
    from cms import create_app
    from cms.settings import read_settings

    routes = described(create_app(read_settings()))
    if options.json:
        print(json.dumps(routes, indent=1))
    else:
        for route in routes:
            print(f"{' '.join(map(str, route['methods'])):<14} {route['rule']:<50} {route['permission']}")  # type: ignore[call-overload]
    return int(any(route["permission"] is None for route in routes))
