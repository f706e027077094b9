"""Every route of the application as tests walk them: one for each method that it knows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from cms.access.permissions import Permission

STATES_ONLY = frozenset({"HEAD", "OPTIONS"})
NEVER_THERE = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@dataclass(frozen=True)
class Route:
    """`permission` is what the view declares: a name, None for public, or "undeclared"."""

    method: str
    rule: str
    endpoint: str
    permission: Permission | str | None

    @property
    def changes(self) -> bool:
        return self.method != "GET"

    @property
    def name(self) -> str:
        return f"{self.method} {self.rule}"

    def address(self, places: Mapping[str, str] | None = None) -> str:
        """A path with this in its places; of fixed words the first, elsewhere the id of what never was."""
        words = re.sub(r"<any\('([^']*)'[^>]*>", r"\1", self.rule)
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda place: (places or {}).get(place[1], NEVER_THERE), words)


def routes_of(app: Flask) -> list[Route]:
    """All of them, in a fixed order."""
    found = [
        Route(method, rule.rule, rule.endpoint, getattr(app.view_functions[rule.endpoint], "permission", "undeclared"))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - STATES_ONLY
    ]
    return sorted(found, key=lambda route: (route.rule, route.method))
