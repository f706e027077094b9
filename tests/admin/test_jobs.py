"""Jobs: what failed and why, and trying it again."""

from collections.abc import Callable

import pytest
from redis import Redis

from cms.admin.cancelling import SENTENCE, STOPS
from cms.extensions import db
from cms.jobs.names import (
    BY_KIND,
    CHANGE_TAG,
    CRAWL_WEB,
    EDIT_IMAGES,
    FIND_LIKENESS,
    IMPORT_ARCHIVE,
    TRAIN_CLASS,
    TRAIN_MODEL,
    UNDO_EDIT,
    UNDO_TAG_CHANGE,
)
from cms.trainings.queries import training_by_id
from cms.transaction import reading, writing
from cms.work.models import Work
from tests.admin.rooms import Room
from tests.people import Person
from tests.site import Site, function_of
from tests.workers.situations import SITUATIONS, make_due
from workers.schedule import ring_overdue


@pytest.fixture
def failed(site: Site, alice: Person) -> tuple[str, str]:
    """A job that was given up on: its row and its picture."""
    image_id = alice.adds()
    with site.app.app_context(), writing():
        row = db.session.scalar(db.select(Work).filter_by(kind="prepare-image", subject_id=image_id))
        row.state, row.attempts, row.problem = "failed", 3, "It was tried three times."
        return row.id, image_id


def test_a_failed_job_is_shown_with_its_reason(site: Site, mod: Person, failed: tuple[str, str]) -> None:
    text = Room(site, mod).page("jobs").text
    assert failed[1] in text
    assert "It was tried three times." in text


def test_a_failed_job_is_tried_again(site: Site, mod: Person, alice: Person, failed: tuple[str, str]) -> None:
    Room(site, mod).press("jobs", "retry", failed[0])
    assert site.waiting("prepare-image") == [("prepare-image", failed[1])]
    site.work_off("prepare-image")
    assert alice.image(failed[1])["state"] == "ready"


def test_without_the_pages_token_it_is_not(site: Site, mod: Person, failed: tuple[str, str]) -> None:
    Room(site, mod).press("jobs", "retry", failed[0], token="forged")
    assert site.waiting("prepare-image") == []


def test_what_is_done_is_not_done_again(site: Site, mod: Person, alice: Person) -> None:
    image_id = alice.adds()
    site.work_off("prepare-image")
    Room(site, mod).press("jobs", "retry", site.work_on("prepare-image", image_id).id)
    assert site.waiting("prepare-image") == []


def cancels(site: Site, mod: Person, kind: str, subject_id: str) -> str:
    """Press "Cancel" for this work; the state that it is in then."""
    Room(site, mod).press("jobs", "cancel", site.work_on(kind, subject_id).id)
    return str(site.work_on(kind, subject_id).state)


def training_told(site: Site, _alice: Person, training_id: str) -> str | None:
    with site.app.app_context(), reading():
        row = training_by_id(training_id)
        return None if row is None else row.problem


def edit_told(_site: Site, alice: Person, edit_id: str) -> str:
    return str(alice.get(f"/batch-edits/{edit_id}").json["problems"][-1]["detail"])


def undoing_told(_site: Site, alice: Person, edit_id: str) -> str:
    return str(alice.get(f"/batch-edits/{edit_id}").json["state"])


def change_told(site: Site, _alice: Person, change_id: str) -> str:
    return str(site.person("mod", "moderator").get(f"/tags/changes/{change_id}").json["state"])


def crawl_told(_site: Site, alice: Person, crawl_id: str) -> str:
    return str(alice.get(f"/crawls/{crawl_id}").json["state"])


def import_told(_site: Site, alice: Person, import_id: str) -> str:
    return str(alice.get(f"/imports/{import_id}").json["problem"])


TOLD: dict[str, tuple[Callable[[Site, Person, str], str | None], str]] = {
    EDIT_IMAGES.kind: (edit_told, "A moderator cancelled the edit."),
    UNDO_EDIT.kind: (undoing_told, "failed"),
    CHANGE_TAG.kind: (change_told, "failed"),
    UNDO_TAG_CHANGE.kind: (change_told, "failed"),
    TRAIN_CLASS.kind: (lambda _site, alice, one: alice.get(f"/classes/{one}").json["problem"], SENTENCE),
    TRAIN_MODEL.kind: (training_told, SENTENCE),
    CRAWL_WEB.kind: (crawl_told, "cancelled"),
    IMPORT_ARCHIVE.kind: (import_told, SENTENCE),
    FIND_LIKENESS.kind: (lambda site, _, one: site.visitor.get(f"/reverse-searches/{one}").json["problem"], SENTENCE),
}
"""How whoever began it reads that it was cancelled."""


def test_what_can_be_cancelled_is_what_somebody_began() -> None:
    assert STOPS.keys() == TOLD.keys() < BY_KIND.keys()


@pytest.mark.parametrize("kind", sorted(STOPS))
def test_what_waits_is_cancelled_never_done_and_its_owner_reads_why(
    site: Site, alice: Person, mod: Person, kind: str, valkey_url: str
) -> None:
    subject_id = SITUATIONS[kind](site, alice)
    assert cancels(site, mod, kind, subject_id) == "cancelled"
    told, sentence = TOLD[kind]
    assert told(site, alice, subject_id) == sentence
    make_due(site, kind, subject_id)
    Redis.from_url(valkey_url).flushdb()
    with site.app.app_context():
        ring_overdue()
    function_of(kind)(subject_id)
    assert (site.work_on(kind, subject_id).state, site.waiting(kind)) == ("cancelled", [])
    assert not Redis.from_url(valkey_url).exists(f"rq:queue:{BY_KIND[kind].queue}")
    [line] = mod.get("/moderation/log", limit=1).json["items"]
    assert (line["what"], line["by"], line["after"]) == ("cancel", "mod", {"kind": kind, "subject": subject_id})


def test_what_has_failed_is_settled_and_keeps_its_reason(site: Site, alice: Person, mod: Person) -> None:
    edit_id = SITUATIONS[EDIT_IMAGES.kind](site, alice)
    with site.app.app_context(), writing():
        row = db.session.scalar(db.select(Work).filter_by(kind=EDIT_IMAGES.kind, subject_id=edit_id))
        row.state, row.problem = "failed", "It was tried three times."
    assert cancels(site, mod, EDIT_IMAGES.kind, edit_id) == "cancelled"
    assert site.work_on(EDIT_IMAGES.kind, edit_id).problem == "It was tried three times."


def test_what_the_site_needs_or_what_is_worked_on_is_not_cancelled(site: Site, alice: Person, mod: Person) -> None:
    assert cancels(site, mod, "prepare-image", alice.adds()) == "waiting"
    edit_id = SITUATIONS[EDIT_IMAGES.kind](site, alice)
    with site.app.app_context(), writing():
        db.session.scalar(db.select(Work).filter_by(kind=EDIT_IMAGES.kind, subject_id=edit_id)).state = "running"
    assert cancels(site, mod, EDIT_IMAGES.kind, edit_id) == "running"
    assert mod.get("/moderation/log").json["items"] == []
