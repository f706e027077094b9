"""Mails of what accounts were told: one for each period, in the reader's language, of what may still be seen."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select, update

from cms.events import Occurred, announce
from cms.extensions import db, now
from cms.jobs.names import SEND_DIGEST
from cms.notifications.digests import begin_digests, end_of_period
from cms.notifications.models import Digest, Notification
from cms.transaction import writing
from tests.people import Person
from tests.site import PASSWORD, Site
from tests.states import prepared
from workers.schedule import sweep

HOUR = timedelta(hours=1)
WANTS = ("like", "follow", "comment")


def wants(person: Person, digest: str, occasions: Sequence[str] = WANTS) -> None:
    kinds = {one: {"mail": True} for one in occasions}
    assert person.patch("/me/notification-settings", {"digest": digest, "kinds": kinds}).json["digest"] == digest


def begin(site: Site, *, later: timedelta = HOUR) -> None:
    """What the scheduler does at some time from now on."""
    with site.app.app_context(), writing():
        begin_digests(now() + later)


def sent(site: Site, *, later: timedelta = HOUR) -> list[EmailMessage]:
    begin(site, later=later)
    site.work_off(SEND_DIGEST.kind)
    return site.sent()


def likes(site: Site, owner: Person, by: Person, image_id: str) -> None:
    with site.app.app_context(), writing():
        announce(Occurred("like", owner.id, by.id, "image", image_id))


@pytest.fixture
def dune(site: Site, alice: Person) -> str:
    return prepared(site, alice, title="Dune", privacy="public")


def test_an_account_gets_one_mail_of_all_that_it_was_told(
    site: Site, alice: Person, bob: Person, carol: Person, dune: str
) -> None:
    wants(alice, "hourly")
    likes(site, alice, bob, dune)
    likes(site, alice, carol, dune)
    bob.put("/people/alice/follow")
    [letter] = sent(site)
    assert (letter["To"], letter["Subject"]) == ("alice@example.org", "News for you at Pixels")
    text = letter.get_content()
    assert 'Carol and Bob liked "Dune"' in text
    assert f"http://localhost/images/{dune}" in text
    assert "Bob follows you now" in text


def test_whoever_did_not_ask_for_mails_gets_none(site: Site, alice: Person, bob: Person, dune: str) -> None:
    wants(alice, "hourly", ["comment"])
    likes(site, alice, bob, dune)
    wants(bob, "off")
    alice.put("/people/bob/follow")
    assert sent(site, later=timedelta(days=1)) == []


def test_a_period_has_one_mail_however_often_it_is_begun_or_sent(
    site: Site, alice: Person, bob: Person, dune: str
) -> None:
    wants(alice, "hourly")
    likes(site, alice, bob, dune)
    for _ in range(3):
        begin(site)
    site.work_off(SEND_DIGEST.kind, times=2)
    assert len(sent(site)) == len(sent(site, later=5 * HOUR)) == 1


def test_what_happens_later_is_in_the_next_mail(site: Site, alice: Person, bob: Person, carol: Person) -> None:
    wants(alice, "hourly")
    bob.put("/people/alice/follow")
    assert len(sent(site)) == 1
    carol.put("/people/alice/follow")
    with site.app.app_context(), writing():
        newest = select(Notification.id).order_by(Notification.id.desc()).limit(1)
        row = db.session.get(Notification, db.session.scalar(newest))
        assert row is not None
        row.updated_at = now() + 2 * HOUR
    letters = sent(site, later=4 * HOUR)
    text = next(one.get_content() for one in letters if "Carol" in one.get_content())
    assert (len(letters), "Bob" in text) == (2, False)


def test_what_was_read_meanwhile_is_in_no_mail(site: Site, alice: Person, bob: Person, dune: str) -> None:
    wants(alice, "hourly")
    likes(site, alice, bob, dune)
    begin(site)
    alice.post("/notifications/read", {"all": True})
    assert sent(site) == []


def test_a_mail_tells_titles_as_they_are_and_nothing_that_may_not_be_seen_now(
    site: Site, alice: Person, bob: Person, carol: Person
) -> None:
    shown, hidden = (prepared(site, alice, title=title, privacy="public") for title in ("Old", "Canary"))
    wants(bob, "hourly", ["mention", "like"])
    for image_id in (shown, hidden):
        with site.app.app_context(), writing():
            announce(Occurred("like", bob.id, carol.id, "image", image_id))
    begin(site)
    alice.patch(f"/images/{shown}", {"title": "New"})
    alice.patch(f"/images/{hidden}", {"privacy": "private"})
    [letter] = sent(site)
    assert ("New" in letter.get_content(), "Old" in letter.get_content()) == (True, False)
    assert "Canary" not in letter.as_string()
    assert hidden not in letter.as_string()


def test_nobody_hears_of_whom_they_blocked_meanwhile(site: Site, alice: Person, bob: Person, dune: str) -> None:
    wants(alice, "hourly")
    likes(site, alice, bob, dune)
    begin(site)
    alice.put("/me/blocks/bob")
    assert sent(site) == []


def test_what_is_for_mails_alone_changes_nothing_in_the_app(
    site: Site, alice: Person, bob: Person, carol: Person, dune: str
) -> None:
    likes(site, alice, bob, dune)
    mail_alone = {"kinds": {"like": {"app": False, "mail": True}}, "digest": "hourly"}
    alice.patch("/me/notification-settings", mail_alone)
    before = alice.get("/notifications").json
    likes(site, alice, carol, dune)
    assert alice.get("/notifications").json == before
    assert len(before["items"]) == 1
    [letter] = sent(site)
    assert 'Carol liked "Dune"' in letter.get_content()


@pytest.mark.parametrize(
    ("language", "subject", "line"),
    [
        ("zh", "Pixels 上有您的新消息", "Bob 赞了“Dune”"),
        ("sv", "Nyheter för dig hos Pixels", 'Bob gillar "Dune"'),
    ],
)
def test_a_mail_is_in_the_language_of_its_reader(
    site: Site, alice: Person, bob: Person, dune: str, language: str, subject: str, line: str
) -> None:
    alice.patch("/me", {"language": language})
    wants(alice, "hourly")
    likes(site, alice, bob, dune)
    [letter] = sent(site)
    assert letter["Subject"] == subject
    assert line in letter.get_content()


def test_one_click_without_a_login_ends_the_mails(site: Site, alice: Person, bob: Person, dune: str) -> None:
    wants(alice, "hourly")
    likes(site, alice, bob, dune)
    [letter] = sent(site)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    place = letter["List-Unsubscribe"].strip("<>").replace("\n", "").replace(" ", "").removeprefix("http://localhost")
    assert site.visitor.at("GET", place).status_code == 200
    assert alice.get("/me/notification-settings").json["digest"] == "hourly"
    assert site.visitor.at("POST", place, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert alice.get("/me/notification-settings").json["digest"] == "off"
    assert site.visitor.at("POST", place).status_code == 200


def test_the_page_of_the_link_ends_the_mails_of_somebody_who_is_logged_in(
    site: Site, alice: Person, bob: Person
) -> None:
    wants(alice, "hourly")
    bob.put("/people/alice/follow")
    [letter] = sent(site)
    place = letter["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    page = site.logged_in("alice")
    text = page.page(place).text
    csrf = text.split('name="csrf_token" value="')[1].split('"')[0]
    assert page.client.post(place).status_code == 403
    assert page.client.post(place, data={"csrf_token": csrf}).status_code == 200
    assert (PASSWORD in text, alice.get("/me/notification-settings").json["digest"]) == (False, "off")


def test_a_link_that_this_site_did_not_make_ends_nothing(site: Site, alice: Person, bob: Person) -> None:
    wants(alice, "hourly")
    bob.put("/people/alice/follow")
    [letter] = sent(site)
    place = letter["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    for wrong in (place[:-1], f"{place}x", place.replace(alice.id, bob.id), "/unsubscribe/x", "/unsubscribe/%C3%A9"):
        assert site.visitor.at("POST", wrong).status_code == 404
    assert alice.get("/me/notification-settings").json["digest"] == "hourly"


def test_who_is_suspended_or_has_turned_mails_off_meanwhile_gets_none(
    site: Site, alice: Person, bob: Person, dune: str
) -> None:
    wants(alice, "hourly")
    likes(site, alice, bob, dune)
    begin(site)
    alice.patch("/me/notification-settings", {"digest": "off"})
    assert sent(site) == []
    wants(alice, "hourly")
    with site.app.app_context(), writing():
        db.session.execute(db.text("UPDATE accounts SET active = 0 WHERE name = 'alice'"))
    assert sent(site, later=3 * HOUR) == []


def test_a_day_ends_in_the_morning_where_its_reader_is() -> None:
    at = datetime(2026, 6, 1, 12, 34, tzinfo=UTC)
    ends = {zone: end_of_period("daily", at, zone) for zone in ("UTC", "Asia/Shanghai", "America/Los_Angeles")}
    assert {zone: end.isoformat() for zone, end in ends.items()} == {
        "UTC": "2026-06-01T07:00:00+00:00",
        "Asia/Shanghai": "2026-05-31T23:00:00+00:00",
        "America/Los_Angeles": "2026-05-31T14:00:00+00:00",
    }
    assert end_of_period("hourly", at, "UTC") == datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_old_digests_are_swept(site: Site, alice: Person, bob: Person) -> None:
    wants(alice, "hourly")
    bob.put("/people/alice/follow")
    begin(site)
    with site.app.app_context():
        sweep()
        assert db.session.scalar(select(db.func.count(Digest.id))) == 1
        with writing():
            db.session.execute(update(Digest).values(created_at=now() - timedelta(days=15)))
        sweep()
        assert db.session.scalar(select(db.func.count(Digest.id))) == 0
