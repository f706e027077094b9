"""Who gets in at the doors of projects, in the form of `roles.ROUTES`: those who have a part in them alone."""

from tests.access.fates import MEMBERS, NOTHING_YET, OWN
from tests.people import Person

PROJECT_DOORS = {
    "GET /api/v1/projects": MEMBERS,
    "POST /api/v1/projects": MEMBERS,
    "GET /api/v1/projects/<project_id>": OWN,
    "PATCH /api/v1/projects/<project_id>": OWN,
    "DELETE /api/v1/projects/<project_id>": OWN,
    "PUT /api/v1/projects/<project_id>/members/<name>": OWN,
    "DELETE /api/v1/projects/<project_id>/members/<name>": OWN,
    "GET /api/v1/projects/<project_id>/references": OWN,
    "GET /api/v1/projects/<project_id>/board": OWN,
    "GET /api/v1/projects/<project_id>/found/<found_id>/preview": NOTHING_YET,
    "POST /api/v1/projects/<project_id>/references/take": OWN,
    "POST /api/v1/projects/<project_id>/references/hide": OWN,
    "POST /api/v1/projects/<project_id>/references/undo": OWN,
}


def fresh_project(owner: Person) -> str:
    """The only one of theirs: there is an end to them."""
    for one in owner.get("/projects").json["items"]:
        owner.delete(f"/projects/{one['id']}")
    answer = owner.post("/projects", {"title": "Cups", "brief": {"words": ["open"]}})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])
