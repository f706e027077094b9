"""Jobs: what failed and why, and trying it again."""

import pytest

from cms.extensions import db
from cms.transaction import writing
from cms.work.models import Work
from tests.admin.rooms import Room
from tests.people import Person
from tests.site import Site


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
