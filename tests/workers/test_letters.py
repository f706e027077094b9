"""The job that sends mails: what it does when the mail server is away, refuses, or the wish is outdated."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from cms.extensions import db, now
from cms.jobs.names import SEND_MAIL
from cms.membership.models import MailWanted, OneTimeLink
from cms.settings import Settings
from cms.transaction import writing
from cms.work.models import WorkState
from tests.services.smtp_server import LATER, NEVER, SmtpServer, running_smtp_server
from tests.site import Site, function_of, open_site
from tests.workers.situations import make_due
from workers.schedule import sweep


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with running_smtp_server() as running:
        yield running


@pytest.fixture
def sending(settings: Settings, server: SmtpServer) -> Iterator[Site]:
    """A site that sends its mails by SMTP."""
    made = open_site(settings.model_copy(update={"mail_url": SecretStr(server.url)}))
    yield made
    with made.app.app_context():
        db.session.remove()
        db.engine.dispose()


def asked_for(site: Site, name: str) -> str:
    """A mail to this person that is due; its id."""
    site.person(name)
    site.visitor.post("/password-recovery", {"email": f"{name}@example.org"})
    return site.waiting(SEND_MAIL.kind)[-1][1]


def sent(site: Site, mail_id: str) -> bool:
    with site.app.app_context():
        mail = db.session.get(MailWanted, mail_id)
        return mail is not None and mail.sent_at is not None


def test_a_mail_goes_out_by_smtp(sending: Site, server: SmtpServer) -> None:
    mail_id = asked_for(sending, "alice")
    sending.work_off(SEND_MAIL.kind)
    [letter] = server.letters.values()
    assert (letter["To"], letter["From"]) == ("alice@example.org", "Pixels <pixels@localhost>")
    assert sent(sending, mail_id)


def person_at(site: Site, address: str) -> str:
    site.person("alice")
    with site.app.app_context(), writing():
        db.session.execute(db.text("UPDATE accounts SET email = :email WHERE name = 'alice'"), {"email": address})
    site.visitor.post("/password-recovery", {"email": address})
    return site.waiting(SEND_MAIL.kind)[-1][1]


def test_a_server_that_is_busy_is_asked_again(sending: Site, server: SmtpServer) -> None:
    mail_id = person_at(sending, LATER)
    for _ in range(5):
        function_of(SEND_MAIL.kind)(mail_id)
        make_due(sending, SEND_MAIL.kind, mail_id)
    row = sending.work_on(SEND_MAIL.kind, mail_id)
    assert (row.state, row.attempts, row.problem, sent(sending, mail_id)) == (WorkState.WAITING, 0, "MailDown", False)


def test_an_address_that_there_is_not_is_not_tried_again(sending: Site, server: SmtpServer) -> None:
    mail_id = person_at(sending, NEVER)
    function_of(SEND_MAIL.kind)(mail_id)
    row = sending.work_on(SEND_MAIL.kind, mail_id)
    assert (row.state, sent(sending, mail_id), server.letters) == (WorkState.FAILED, False, {})


def test_a_mail_whose_link_would_be_over_is_not_sent(site: Site) -> None:
    mail_id = asked_for(site, "alice")
    with site.app.app_context(), writing():
        db.session.execute(update(MailWanted).values(created_at=now() - timedelta(minutes=61)))
    assert site.letters() == []
    assert site.work_on(SEND_MAIL.kind, mail_id).state == WorkState.DONE


def test_who_was_suspended_meanwhile_gets_no_mail(site: Site) -> None:
    asked_for(site, "alice")
    with site.app.app_context(), writing():
        db.session.execute(db.text("UPDATE accounts SET active = 0"))
    assert site.letters() == []


def test_old_mails_and_links_are_swept(site: Site) -> None:
    asked_for(site, "alice")
    site.letters()
    with site.app.app_context():
        with writing():
            db.session.execute(update(MailWanted).values(created_at=now() - timedelta(days=5)))
            db.session.execute(update(OneTimeLink).values(expires_at=now() - timedelta(days=5)))
        sweep()
        left = [db.session.scalar(db.select(db.func.count(table.id))) for table in (MailWanted, OneTimeLink)]
    assert left == [0, 0]
