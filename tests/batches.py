"""Edits of many pictures, as tests ask for them."""

from typing import Any

from tests.people import Person
from tests.site import Site

NEVER_THERE = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


def edits(site: Site, person: Person, change: dict[str, Any], **chosen: Any) -> dict[str, Any]:
    """An edit that is begun and done; how it ended."""
    answer = person.post("/batch-edits", {**chosen, "change": change})
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/v1/batch-edits/{answer.json['id']}"
    site.work_off("edit-images")
    found: dict[str, Any] = person.get(f"/batch-edits/{answer.json['id']}").json
    return found


def undoes(site: Site, person: Person, edit: dict[str, Any]) -> dict[str, Any]:
    answer = person.post(f"/batch-edits/{edit['id']}/undo")
    assert answer.status_code == 202, answer.text
    site.work_off("undo-edit")
    found: dict[str, Any] = person.get(f"/batch-edits/{edit['id']}").json
    return found


def album_of(person: Person, **fields: Any) -> str:
    return str(person.post("/albums", {"title": "Sand", "category": "other", **fields}).json["id"])
