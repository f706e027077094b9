"""What people say and do around cases, for tests."""

from typing import Any

from tests.people import Person
from tests.site import Site
from tests.states import prepared


def public_picture(site: Site, owner: Person, **fields: Any) -> str:
    """One that everybody sees."""
    return prepared(site, owner, privacy="public", **fields)


def reports(person: Person, thing_id: str, *, kind: str = "image", reason: str = "other", **more: Any) -> Any:
    """A report that must be taken."""
    answer = person.post("/reports", {"kind": kind, "id": thing_id, "reason": reason, **more})
    assert answer.status_code in (200, 201), answer.text
    return answer.json


def queue(moderator: Person, **filters: Any) -> list[dict[str, Any]]:
    answer = moderator.get("/moderation/queue", **filters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def case_of(moderator: Person, thing_id: str, kind: str = "report") -> dict[str, Any]:
    """The open case of this kind about this thing."""
    [found] = [case for case in queue(moderator, kind=kind) if case["subject"]["id"] == thing_id]
    return found


def decides(moderator: Person, case: dict[str, Any], *actions: str, status: int = 201, **more: Any) -> Any:
    answer = moderator.post(f"/moderation/cases/{case['id']}/decisions", {"actions": actions, "reason": "r", **more})
    assert answer.status_code == status, answer.text
    return answer.json


def reported_and_decided(site: Site, owner: Person, moderator: Person, *actions: str, **more: Any) -> tuple[str, Any]:
    """A picture of this owner, and what was decided of it."""
    image_id = public_picture(site, owner)
    reports(site.person("carol"), image_id)
    return image_id, decides(moderator, case_of(moderator, image_id), *actions, **more)


def appeals(person: Person, decision: Any, *, status: int = 201) -> Any:
    answer = person.post("/appeals", {"decision": decision["id"], "text": "please"})
    assert answer.status_code == status, answer.text
    return answer.json


def undoes(moderator: Person, decision: Any, *, status: int = 200) -> Any:
    answer = moderator.post(f"/moderation/decisions/{decision['id']}/undo", {"reason": "mistake"})
    assert answer.status_code == status, answer.text
    return answer.json
