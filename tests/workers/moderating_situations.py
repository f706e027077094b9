"""Sites in which something waits that moderators decided."""

from cms.access.viewer import Role
from cms.jobs.names import MARK_BLOCKED, REMOVE_BY_SOURCE
from tests.api.moderating import case_of, decides, public_picture, reports
from tests.people import Person
from tests.site import Site


def blocked(site: Site, alice: Person) -> str:
    """The subject is the block of a picture that moderators removed."""
    image_id = public_picture(site, alice)
    reports(site.person("bob"), image_id)
    mod = site.person("mod", Role.MODERATOR)
    decides(mod, case_of(mod, image_id), "remove_and_block")
    [(_kind, block_id)] = site.waiting(MARK_BLOCKED.kind)
    return block_id


def source_blocked(site: Site, alice: Person) -> str:
    """The subject is a block of bytes that somebody has here."""
    image = alice.image(public_picture(site, alice))
    mod = site.person("mod", Role.MODERATOR)
    made = mod.post("/moderation/sources", {"kind": "hash", "value": image["sha256"], "reason": "asked for"})
    assert site.waiting(REMOVE_BY_SOURCE.kind), made.text
    return str(made.json["id"])
