"""Somebody without an account says that a picture is theirs, a moderator decides, and everybody reads the numbers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import PASSWORD, Visit


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_notice_is_sent_decided_in_the_workbench_and_counted(
    site: Served, visits: Callable[..., Visit], width: str
) -> None:
    owner, visitor = visits(site), visits(site, width, member=False)
    image_id = owner.adds_understood(title="a hill", privacy="public")
    page = visitor.go(f"/images/{image_id}")
    page.get_by_role("button", name="Report", exact=True).click()
    page.get_by_role("radio", name="It breaks somebody's rights").click()
    page.get_by_role("link", name="I hold the rights: send a notice").click()
    expect(page.get_by_label("Address of the picture")).to_have_value(f"/images/{image_id}")
    fill(page, site, visitor)
    keep(page, f"takedown-{width}")
    assert barriers(page) == []
    page.get_by_role("button", name="Send the notice").click()
    expect(page.get_by_text("A moderator has not decided yet.")).to_be_visible()
    decide_in_the_workbench(visits(site, member=False), site)
    page.reload()
    expect(page.get_by_text("Granted: a moderator has done something about it.")).to_be_visible()
    keep(page, f"takedown-state-{width}")
    assert barriers(page) == []
    page = visitor.go("/transparency")
    for row in ("Notices of infringement", "Notices granted", "Things hidden"):
        expect(page.get_by_role("row").filter(has_text=row).first).not_to_contain_text(f"{row}0")
    keep(page, f"transparency-{width}")
    assert barriers(page) == []


def fill(page: Page, site: Served, visitor: Visit) -> None:
    """First nothing, which says what is needed."""
    page.get_by_role("button", name="Send the notice").click()
    expect(page.get_by_text("Confirm this to send the notice.")).to_be_visible()
    page.get_by_label("Your work, in words").fill("A hill of mine")
    page.get_by_label("Your name").fill("Eve")
    page.get_by_label("E-mail").fill("eve@example.org")
    page.get_by_role("checkbox").check()
    page.locator("img.captcha__picture").wait_for()
    page.get_by_label("The digits in the picture").fill(site.digits(visitor.captcha_id()))


def decide_in_the_workbench(ada: Visit, site: Served) -> None:
    """What was said by whom stands there, and there alone."""
    ada.begins()
    ada.call("POST", "/session", data={"login": "ada", "password": PASSWORD})
    ada.begins()
    ada.page.goto(f"{site.address}/admin/queue/?kind=report")
    ada.page.keyboard.press("c")
    expect(ada.page.get_by_text("eve@example.org")).to_be_visible()
    ada.page.keyboard.press("h")
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_text("eve@example.org")).to_have_count(0)
