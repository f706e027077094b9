"""`routes`: every route, its methods and its permission; exit code 1 when one declares nothing."""

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

FILES_OF_ADMIN = "admin.static"
"""Scripts and styles of Flask-Admin."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document")


def described(app: "Flask") -> list[dict[str, object]]:
    """Each route with its permission: a name, `public`, or None for a route that declares nothing.

    `objects` says of each part of the address what it names; `gives` which kinds of answers there are; `rate` the class
    of the limit on calls (cms/access/rates.py).
    """
    from cms.wire.requests import contract_of

    rooms = {view.endpoint: view.permission for admin in app.extensions["admin"] for view in admin._views}
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: r.rule):
        view = app.view_functions[rule.endpoint]
        room = rooms.get(rule.endpoint.partition(".")[0])
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        answers = contract_of(view).answers.values() if hasattr(view, "contract") else ()
        found.append(
            {
                "rule": rule.rule,
                "methods": sorted(methods),
                "endpoint": rule.endpoint,
                "permission": permission_of(rule.endpoint, view, room),
                "objects": {name: name.removesuffix("_id") for name in sorted(rule.arguments)},
                "gives": sorted({one if isinstance(one, str) else "application/json" for one in answers if one}),
                "rate": rates_of(view, methods),
                "changes": bool(methods & {"POST", "PUT", "PATCH", "DELETE"}),
            }
        )
    return found


def rates_of(view: Callable[..., object], methods: set[str]) -> str:
    """The class of the limit; all methods of a route have the same one, or that which is counted."""
    from cms.access.rates import LIMITS, rate_of

    found = {rate_of(view, method) for method in methods}
    return str(min(found, key=lambda rate: (rate not in LIMITS, rate)))


def permission_of(endpoint: str, view: object, room: object) -> str | None:
    """What the view declares, or the room of the admin in which it stands; files of packages are for everyone."""
    if endpoint == FILES_OF_ADMIN:
        return "public"
    declared = getattr(view, "permission", room or "undeclared")
    return None if declared == "undeclared" else "public" if declared is None else str(declared)


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
