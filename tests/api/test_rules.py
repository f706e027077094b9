"""Addresses that are written late are the same as those of the library's own rules."""

from typing import Any

import pytest
from werkzeug.routing import Map, Rule

from cms.wire.rules import LateRule
from tests.site import Site

PATTERNS = {
    "one": "/things/<thing_id>",
    "many": "/things/",
    "path": "/files/<path:name>",
    "number": "/pages/<int:page>",
}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("one", {"thing_id": "ä b/c"}),
    ("one", {"thing_id": "a", "more": "x&y"}),
    ("many", {}),
    ("path", {"name": "a/b c"}),
    ("number", {"page": 3, "self": "1"}),
]


def written(kind: type[Rule], endpoint: str, values: dict[str, Any], *, unknown: bool) -> str:
    rules = Map([kind(pattern, endpoint=name) for name, pattern in PATTERNS.items()]).bind("example.org")
    return rules.build(endpoint, values, append_unknown=unknown)


@pytest.mark.parametrize("unknown", [True, False])
@pytest.mark.parametrize(("endpoint", "values"), ASKED)
def test_they_are_written_as_ever(endpoint: str, values: dict[str, Any], unknown: bool) -> None:
    assert written(LateRule, endpoint, values, unknown=unknown) == written(Rule, endpoint, values, unknown=unknown)


def test_a_site_that_has_opened_has_compiled_none_of_them(site: Site) -> None:
    rules = list(site.app.url_map.iter_rules())
    assert len(rules) > 200
    assert {type(rule) for rule in rules} == {LateRule}
    compiled = [rule.rule for rule in rules if "later" not in rule._build.__func__.__qualname__]  # type: ignore[attr-defined]
    assert compiled == []
