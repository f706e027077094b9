"""Sites in which many pictures wait to be changed at once: an edit or a change of a tag, or its undoing."""

from cms.access.viewer import Role
from cms.jobs.names import CHANGE_TAG, EDIT_IMAGES, IMPORT_ARCHIVE, UNDO_EDIT, UNDO_TAG_CHANGE
from tests.archives import imports, zipped
from tests.factories import picture
from tests.people import Person
from tests.site import Site


def asked_to_edit(site: Site, alice: Person) -> str:
    """The subject is an edit of everything that an edit can change, of some pictures and one that is not there."""
    album = alice.post("/albums", {"title": "x", "category": "food", "images": [alice.adds(tags=["old"])]}).json["id"]
    ids = [*(alice.adds(title="Dune", tags=["sand"]) for _ in range(3)), *alice.ids(f"/albums/{album}/images")]
    change = {"title": "{title} {n}", "tags_add": ["new"], "privacy": "public", "album": album, "category": "food"}
    answer = alice.post("/batch-edits", {"ids": [*ids, "never-there"], "change": change})
    assert answer.status_code == 202
    return str(answer.json["id"])


def asked_to_undo(site: Site, alice: Person) -> str:
    """One of the pictures was changed by hand since."""
    edit_id = asked_to_edit(site, alice)
    site.work_off(EDIT_IMAGES.kind)
    alice.patch(f"/images/{alice.ids(owner='alice')[0]}", {"title": "by hand"})
    assert alice.post(f"/batch-edits/{edit_id}/undo").status_code == 202
    return edit_id


def sent_as_archive(_site: Site, alice: Person) -> str:
    """The subject is an import of a picture that she has and of a text: what is new gets another id each time."""
    alice.adds(known := picture(number=5))
    return imports(alice, zipped({"Lake/a.jpg": known, "Lake/b.txt": b"text"}))


def tag_to_change(site: Site, alice: Person) -> str:
    """The subject is a change of a tag, of pictures of which one has the new tag already."""
    for tags in (["old"], ["old", "new"], ["sand", "old"]):
        alice.adds(tags=tags)
    answer = site.person("mod", Role.MODERATOR).post("/tags/changes", {"tag": "old", "to": "new"})
    assert answer.status_code == 202
    return str(answer.json["id"])


def tag_to_put_back(site: Site, alice: Person) -> str:
    """The tags of one of the pictures were changed by hand since."""
    change_id = tag_to_change(site, alice)
    site.work_off(CHANGE_TAG.kind)
    alice.patch(f"/images/{alice.ids(owner='alice')[0]}", {"tags": ["by hand"]})
    assert site.person("mod").post(f"/tags/changes/{change_id}/undo").status_code == 202
    return change_id


EDITING = {
    EDIT_IMAGES.kind: asked_to_edit,
    UNDO_EDIT.kind: asked_to_undo,
    IMPORT_ARCHIVE.kind: sent_as_archive,
    CHANGE_TAG.kind: tag_to_change,
    UNDO_TAG_CHANGE.kind: tag_to_put_back,
}
