"""The doorbell rings once the work can be seen by everybody, and not before."""

import pytest
from redis import Redis

from cms.extensions import db
from cms.jobs.names import PREPARE_IMAGE
from cms.transaction import writing
from cms.work.service import ask
from tests.people import Person
from tests.site import Site


@pytest.fixture
def rung(valkey_url: str) -> Redis:
    return Redis.from_url(valkey_url)


def test_a_released_savepoint_rings_nobody(site: Site, rung: Redis) -> None:
    with site.app.app_context(), writing():
        ask(PREPARE_IMAGE, "x")
        with db.session.begin_nested():
            pass
        assert rung.llen("rq:queue:images") == 0
    assert rung.llen("rq:queue:images") == 1


def test_work_that_is_rolled_back_rings_nobody(site: Site, rung: Redis) -> None:
    def ask_and_fail() -> None:
        with writing():
            ask(PREPARE_IMAGE, "x")
            raise LookupError

    with site.app.app_context(), pytest.raises(LookupError):
        ask_and_fail()
    with site.app.app_context(), writing():
        assert db.session.connection() is not None
    assert rung.llen("rq:queue:images") == 0


def test_an_upload_with_a_key_rings_once(alice: Person, rung: Redis) -> None:
    alice.upload(headers={"Idempotency-Key": "k"})
    assert rung.llen("rq:queue:images") == 1
