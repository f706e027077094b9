"""Who gets in at the doors of uploads in pieces and of imports, in the form of `roles.ROUTES`: one's own alone."""

from tests.access.fates import MEMBERS, OWN
from tests.people import Person
from tests.pieces import begun

UPLOAD_DOORS = {
    "POST /api/v1/uploads": MEMBERS,
    "GET /api/v1/uploads/<upload_id>": OWN,
    "PATCH /api/v1/uploads/<upload_id>": OWN,
    "DELETE /api/v1/uploads/<upload_id>": OWN,
}


def fresh_upload(owner: Person) -> str:
    """One of theirs of which nothing came yet."""
    return begun(owner, 10)
