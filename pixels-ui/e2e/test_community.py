"""A story of five people in browsers: asked, followed, liked, discussed, collected, taken back, hidden, appealed.

In each of the three languages, at both widths (PIXELS_TEST_FULL; else each language at one of them).
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from playwright.sync_api import expect

from cms.accounts.queries import account_by_name
from cms.extensions import now
from cms.notifications.digests import begin_digests
from cms.transaction import writing
from e2e.axe import barriers
from e2e.mails import mailed_link, news_for
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import PASSWORD, WIDTHS, Visit, until
from e2e.words import said_to_moderators

Come = Callable[..., Visit]


HILL = "my hill"
MAILS = {
    "en-GB": ("News for you at Pixels", '{} liked "my hill"'),
    "zh-CN": ("Pixels 上有您的新消息", "{} 赞了“my hill”"),
    "sv-SE": ("Nyheter för dig hos Pixels", '{} gillar "my hill"'),
}


@pytest.mark.parametrize("locale", MAILS)
@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_request_to_follow_to_an_appeal_that_is_granted(
    site: Served, visits: Come, width: str, locale: str
) -> None:
    anna, bo, cilla = (visits(site, width, locale=locale) for _ in range(3))
    anna.call("PATCH", "/me", data={"locked": True})
    wants_mail(anna)
    follows(bo, anna)
    hill = anna.adds_understood(title=HILL, privacy="followers")
    is_missing(cilla, hill)
    talks(bo, anna, hill)
    is_told_by_mail(site, anna, bo)
    is_told(anna, bo)
    collects(bo, hill)
    anna.call("PATCH", f"/images/{hill}", data={"privacy": "private"})
    nothing_is_left(bo)
    anna.call("PATCH", f"/images/{hill}", data={"privacy": "public"})
    is_reported(cilla, hill)
    ada, another = (moderator(site, visits, name, locale) for name in ("ada", second_moderator(site, visits)))
    decides(ada, "report", "action.hide", hill)
    is_missing(cilla, hill)
    appeals(anna, hill)
    decides(another, "appeal", "action.overturn", hill)
    expect(cilla.go(f"/images/{hill}").get_by_role("heading", name=HILL)).to_be_visible()
    page = anna.go("/me/notifications")
    expect(page.get_by_text(anna.says("notifications.said.appeal", what=HILL))).to_be_visible()
    keep(page, f"community-told-{width}-{locale}")
    assert barriers(page) == []
    anna.call("DELETE", f"/images/{hill}")


def wants_mail(anna: Visit) -> None:
    anna.page.goto(mailed_link(anna, "confirm"))
    expect(anna.page.get_by_text(anna.says("session.confirm.done"))).to_be_visible()
    kinds = {kind: {"mail": True} for kind in ("like", "comment")}
    anna.call("PATCH", "/me/notification-settings", data={"digest": "hourly", "kinds": kinds})


def follows(bo: Visit, anna: Visit) -> None:
    page = bo.go(f"/people/{anna.name}")
    page.get_by_role("button", name=bo.says("people.followNamed", name=anna.name)).click()
    expect(page.get_by_role("button", name=bo.says("people.requested"))).to_be_visible()
    page = anna.go("/me/notifications")
    accept = page.get_by_role("button", name=anna.says("people.acceptNamed", name=bo.name))
    accept.click()
    expect(accept).to_have_count(0)
    page = bo.go("/me/notifications")
    expect(page.get_by_text(bo.says("notifications.said.accepted", who=anna.name))).to_be_visible()


def talks(bo: Visit, anna: Visit, hill: str) -> None:
    """Bo likes and says something; anna answers and mentions him."""
    page = bo.go(f"/images/{hill}")
    page.get_by_role("button", name=bo.says("collections.like"), exact=True).click()
    page.get_by_role("form", name=bo.says("comments.write")).locator("textarea").fill("Which hill is this?")
    page.get_by_role("button", name=bo.says("comments.send")).click()
    expect(page.get_by_role("article").filter(has_text="Which hill is this?")).to_be_visible()
    page = anna.go(f"/images/{hill}")
    page.locator("section.comments").scroll_into_view_if_needed()
    reply = anna.says("comments.replyTo", name=bo.name)
    page.get_by_role("article").get_by_role("button", name=reply).click()
    form = page.get_by_role("form", name=reply)
    form.locator("textarea").fill(f"Mine, @{bo.name} .")
    form.get_by_role("button", name=anna.says("comments.reply")).click()
    expect(page.get_by_role("article").filter(has_text="Mine")).to_be_visible()
    page = bo.go("/me/notifications")
    expect(page.get_by_text(bo.says("notifications.said.mention", who=anna.name, what=HILL))).to_be_visible()


def is_told(anna: Visit, bo: Visit) -> None:
    page = anna.go("/me/notifications")
    for kind in ("like", "comment"):
        expect(page.get_by_text(anna.says(f"notifications.said.{kind}", who=bo.name, what=HILL))).to_be_visible()
    keep(page, f"community-owner-{anna.width}-{anna.locale}")


def is_told_by_mail(site: Served, anna: Visit, bo: Visit) -> None:
    """In her language, at the end of the hour, of what she has not read yet."""
    with site.app.app_context(), writing():
        begin_digests(now() + timedelta(hours=1))
    until(lambda: bool(news_for(anna)), "the mail is there")
    [letter] = news_for(anna)
    subject, line = MAILS[anna.locale]
    assert letter["Subject"] == subject
    assert line.format(bo.name) in letter.get_content()


def collects(bo: Visit, hill: str) -> None:
    page = bo.go(f"/images/{hill}")
    page.get_by_role("button", name=bo.says("collections.collect"), exact=True).click()
    expect(page.get_by_role("button", name=bo.says("collections.collects", count="1"))).to_be_visible()


def nothing_is_left(bo: Visit) -> None:
    page = bo.go("/me/collections")
    page.get_by_role("link", name=bo.says("collections.default")).click()
    expect(page.get_by_text(bo.says("collections.placeholder"))).to_be_visible()
    expect(page.get_by_text(HILL)).to_have_count(0)
    for path in ("/me/notifications", "/following", "/for-you"):
        page = bo.go(path)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text(HILL)).to_have_count(0)
    keep(page, f"community-nothing-left-{bo.width}-{bo.locale}")


def is_missing(visit: Visit, hill: str) -> None:
    visit.watch.expect("status of 404")
    page = visit.go(f"/images/{hill}")
    expect(page.get_by_role("heading", name=HILL)).to_have_count(0)
    expect(page.get_by_role("heading", name=visit.says("errors.missingTitle"))).to_be_visible()


def is_reported(cilla: Visit, hill: str) -> None:
    page = cilla.go(f"/images/{hill}")
    page.get_by_role("button", name=cilla.says("moderation.report"), exact=True).click()
    page.get_by_role("radio", name=cilla.says("moderation.reason.spam")).click()
    page.get_by_role("button", name=cilla.says("moderation.send")).click()
    expect(page.get_by_text(cilla.says("moderation.thanks"))).to_be_visible()


def appeals(anna: Visit, hill: str) -> None:
    page = anna.go(f"/images/{hill}")
    page.get_by_role("link", name=anna.says("moderation.toDecision")).click()
    page.get_by_role("button", name=anna.says("moderation.appeal")).click()
    page.get_by_label(anna.says("moderation.appealText")).fill("It is a hill.")
    page.get_by_role("button", name=anna.says("moderation.sendAppeal")).click()
    expect(page.get_by_text(anna.says("moderation.appealSent").partition("{")[0])).to_be_visible()


def second_moderator(site: Served, visits: Come) -> str:
    name = visits(site).name
    with site.app.app_context(), writing():
        account = account_by_name(name)
        assert account is not None
        account.role = "moderator"
    return name


def moderator(site: Served, visits: Come, name: str, locale: str) -> Visit:
    visit = visits(site, member=False, locale=locale)
    visit.begins()
    visit.call("POST", "/session", data={"login": name, "password": PASSWORD})
    visit.begins()
    return visit


def decides(visit: Visit, kind: str, action: str, hill: str) -> None:
    """A moderator finds the case in the room of cases, has it, and decides."""
    cases = visit.call("GET", f"/moderation/queue?kind={kind}").json()["items"]
    [case] = [one["id"] for one in cases if one["subject"]["id"] == hill]
    say = partial(said_to_moderators, visit.locale)
    page = visit.page
    page.goto(f"{visit.site.address}/admin/queue/?case={case}")
    page.get_by_role("button", name=say("take case")).click()
    page.get_by_label(say(action)).check()
    page.get_by_label(say("reason for owner")).fill("It was looked at.")
    page.get_by_role("button", name=say("decide")).click()
    expect(page.get_by_text(say("decided now", say(action)))).to_be_visible()
