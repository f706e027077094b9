"""Who is suspended reads why where they log in and appeals there, logged out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_reporting import decide
from e2e.visits import Visit


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_suspended_account_appeals_by_itself(site: Served, visits: Callable[..., Visit], width: str) -> None:
    owner = visits(site, width)
    image_id = owner.adds_understood(title="a hill", privacy="public")
    visits(site).call("POST", "/reports", data={"kind": "image", "id": image_id, "reason": "spam"})
    decide(site, visits, image_id, "suspend", rule="spam", reason="It sells things.")
    page = owner.go("/login")
    owner.watch.expect(r"status of 403.*/api/v1/session\)")
    owner.logs_in_as(owner.name)
    expect(page.get_by_text("A moderator suspended this account.")).to_be_visible()
    page.get_by_role("link", name="See why, and appeal").click()
    card = page.get_by_role("article", name="Account suspended")
    expect(card).to_contain_text("It sells things.")
    card.get_by_role("button", name="Appeal").click()
    card.get_by_label("Why should it be looked at again?").fill("It is a hill.")
    keep(page, f"suspended-{width}")
    assert barriers(page) == []
    card.get_by_role("button", name="Send the appeal").click()
    expect(card.get_by_text("The appeal is sent.")).to_be_focused()
    page.reload()
    expect(card).to_contain_text("Another moderator answers by")
