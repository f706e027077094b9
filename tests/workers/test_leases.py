"""Who holds the lease works; a lease that ran out is taken over, three attempts are enough, late results drop."""

from datetime import timedelta

import pytest

from cms.extensions import now
from cms.jobs.names import PREPARE_IMAGE, TURN_IMAGE
from cms.transaction import reading, writing
from cms.work import service as work
from cms.work.models import WorkState
from cms.work.queries import work_on
from tests.people import Person
from tests.site import Site
from tests.workers.situations import make_due, prepared, turned
from workers import runtime
from workers.ingest.jobs import prepare_image

SUBJECT = "a-subject"


@pytest.fixture
def asked(site: Site) -> Site:
    """A site in which one piece of work waits, whose subject does not matter."""
    with site.app.app_context(), writing():
        work.ask(PREPARE_IMAGE, SUBJECT)
    return site


def take(site: Site) -> work.Lease | None:
    with site.app.app_context(), writing():
        return work.take(PREPARE_IMAGE, SUBJECT)


def state(site: Site) -> tuple[str, int]:
    row = site.work_on(PREPARE_IMAGE.kind, SUBJECT)
    return row.state, row.attempts


def test_only_one_gets_the_lease(asked: Site) -> None:
    assert take(asked) is not None
    assert take(asked) is None


def test_work_that_is_not_due_is_left_alone(asked: Site) -> None:
    lease = take(asked)
    assert lease is not None
    with asked.app.app_context(), writing():
        work.try_later(lease, "not now")
    assert take(asked) is None
    make_due(asked, PREPARE_IMAGE.kind, SUBJECT)
    again = take(asked)
    assert again is not None
    assert again.attempt == 2


def test_a_lease_that_ran_out_is_taken_over_and_its_old_holder_changes_nothing(asked: Site) -> None:
    old = take(asked)
    make_due(asked, PREPARE_IMAGE.kind, SUBJECT)
    new = take(asked)
    assert old is not None
    assert new is not None
    with asked.app.app_context(), writing():
        assert (work.is_held(old), work.is_held(new)) == (False, True)
        work.fail(old, "too late")
        work.finish(old)
    assert state(asked) == (WorkState.RUNNING, 2)


def test_a_lease_lasts_as_long_as_its_kind_of_job_says(asked: Site) -> None:
    start = now()
    take(asked)
    until = asked.work_on(PREPARE_IMAGE.kind, SUBJECT).lease_until
    assert until is not None
    assert timedelta(0) <= until - start - timedelta(seconds=PREPARE_IMAGE.lease_seconds) < timedelta(seconds=5)


def test_being_asked_again_while_it_is_done_makes_it_due_again(asked: Site) -> None:
    lease = take(asked)
    assert lease is not None
    with asked.app.app_context(), writing():
        work.ask(PREPARE_IMAGE, SUBJECT)
    with asked.app.app_context(), writing():
        work.finish(lease)
    assert state(asked) == (WorkState.WAITING, 0)


def test_work_without_a_subject_is_over_at_once(asked: Site) -> None:
    prepare_image(SUBJECT)
    assert state(asked)[0] == WorkState.DONE
    prepare_image("never asked for")


def test_three_workers_that_died_are_enough(site: Site, alice: Person) -> None:
    """As with a picture that kills whoever opens it: the fourth says so instead of trying."""
    image_id = alice.adds()
    for _ in range(work.MOST_ATTEMPTS):
        with site.app.app_context(), writing():
            assert work.take(PREPARE_IMAGE, image_id) is not None
        make_due(site, PREPARE_IMAGE.kind, image_id)
    prepare_image(image_id)
    assert site.work_on(PREPARE_IMAGE.kind, image_id).state == WorkState.FAILED
    image = alice.image(image_id)
    assert (image["state"], image["problem"]) == ("failed", work.GAVE_UP)


def test_three_unexpected_errors_are_enough(site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ArithmeticError("a fault of ours")

    image_id = alice.adds()
    monkeypatch.setattr("workers.ingest.jobs._render", broken)
    for attempt in range(1, work.MOST_ATTEMPTS + 1):
        assert site.work_on(PREPARE_IMAGE.kind, image_id).state == WorkState.WAITING, attempt
        make_due(site, PREPARE_IMAGE.kind, image_id)
        prepare_image(image_id)
    assert alice.image(image_id)["problem"] == work.GAVE_UP


def test_what_was_given_up_can_be_tried_again_since_its_bytes_are_kept(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_three_unexpected_errors_are_enough(site, alice, monkeypatch)
    monkeypatch.undo()
    [image_id] = alice.ids("/images", owner="alice")
    with site.app.app_context(), writing():
        row = work_on(PREPARE_IMAGE.kind, image_id)
        assert row is not None
        work.retry(row)
    site.work_off()
    assert alice.image(image_id)["state"] == "ready"
    assert alice.get(f"/images/{image_id}/classification").get_json()["state"] == "ready"


def test_a_turn_during_a_turn_ends_as_the_last_one_said(site: Site, alice: Person) -> None:
    image_id = turned(site, alice)
    with site.app.app_context(), writing():
        lease = work.take(TURN_IMAGE, image_id)
    assert alice.post(f"/images/{image_id}/rotate", {"degrees": 90}).status_code == 202
    with site.app.app_context(), writing():
        assert lease is not None
        work.finish(lease)
    site.work_off()
    assert (alice.image(image_id)["width"], alice.image(image_id)["height"]) == (320, 200)


def test_jobs_need_an_application(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime._process, "app", None)
    with pytest.raises(RuntimeError, match="serve_app"):
        prepare_image("x")


def test_prepared_work_is_not_done_again(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice)
    before = alice.image(image_id)
    make_due(site, PREPARE_IMAGE.kind, image_id)
    prepare_image(image_id)
    with site.app.app_context(), reading():
        assert alice.image(image_id) == before
