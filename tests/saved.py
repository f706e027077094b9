"""What tests do with saved searches."""

from datetime import UTC, datetime
from typing import Any

from cms.extensions import db
from cms.saved_searches.models import SavedSearch
from cms.transaction import writing
from tests.people import Person
from tests.site import Site

PATH = "/saved-searches"


def saves(person: Person, query: str = "q=dog", *, name: str = "Dogs", **fields: Any) -> dict[str, Any]:
    answer = person.post(PATH, {"name": name, "query": query, **fields})
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def told(person: Person, search_id: str) -> dict[str, Any]:
    answer = person.get(f"{PATH}/{search_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def changes(person: Person, search_id: str, **fields: Any) -> dict[str, Any]:
    answer = person.patch(f"{PATH}/{search_id}", fields)
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def opened_long_ago(site: Site, search_id: str) -> None:
    """As if nothing were old news."""
    with site.app.app_context(), writing():
        db.session.get(SavedSearch, search_id).seen_at = datetime(2000, 1, 1, tzinfo=UTC)
