"""The page behind the link of a mail has no script, and looks like the site all the same."""

from playwright.sync_api import expect

from cms.accounts.queries import account_by_name
from cms.notifications.digests import token_of
from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_sizes import BEYOND
from e2e.visits import Visit


def test_mails_are_ended_on_a_page_that_looks_like_the_site(site: Served, anyone: Visit) -> None:
    with site.app.app_context():
        account = account_by_name(anyone.name)
        assert account is not None
        token = token_of(account.id, key=site.app.extensions["settings"].secret)
    page = anyone.page
    page.goto(f"{site.address}/unsubscribe/{token}")
    stop = page.get_by_role("button", name="No more mails")
    expect(stop).to_have_css("background-color", "rgb(184, 66, 11)")
    keep(page, f"ending-mails-{anyone.width}")
    assert (barriers(page), page.evaluate(BEYOND)) == ([], [])
    stop.click()
    expect(page.get_by_text("You get no more mails")).to_be_visible()
    assert barriers(page) == []
    assert anyone.call("GET", "/me/notification-settings").json()["digest"] == "off"
