"""Who gets in at the doors of uploads in pieces and of imports, in the form of `roles.ROUTES`: one's own alone."""

from tests.access.fates import MEMBERS, OWN
from tests.archives import imports, zipped
from tests.people import Person
from tests.pieces import begun

UPLOAD_DOORS = {
    "POST /api/v1/uploads": MEMBERS,
    "GET /api/v1/uploads/<upload_id>": OWN,
    "PATCH /api/v1/uploads/<upload_id>": OWN,
    "DELETE /api/v1/uploads/<upload_id>": OWN,
    "POST /api/v1/imports": MEMBERS,
    "GET /api/v1/imports": MEMBERS,
    "GET /api/v1/imports/<import_id>": OWN,
    "POST /api/v1/imports/<import_id>/cancel": OWN,
}


def fresh_upload(owner: Person) -> str:
    """One of theirs of which nothing came yet."""
    return begun(owner, 10)


def fresh_import(owner: Person) -> str:
    """One of theirs that nobody looked into yet."""
    return imports(owner, zipped({"a.txt": b"text"}))
