"""The queue of moderators in a real browser: sixty cases by keys alone, nobody kept out, in three languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.crowd import fill_library
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import PASSWORD, Visit, until

CASES = 60
MOST_KEYS = 3
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
HAS_FOCUS = "document.activeElement === document.querySelector('[data-start]')"
HEADS = {"en-GB": "Queue", "zh-CN": "审核队列", "sv-SE": "Kö"}


class Keyboard:
    """Presses keys and counts them; the pointer is never used."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)

    def leads_on(self, key: str) -> None:
        """Press what leads to another page, and find the focus at its top."""
        with self.page.expect_navigation():
            self.press(key)
        assert self.page.evaluate(HAS_FOCUS)


@pytest.fixture
def crowd(site: Served, visits: Callable[..., Visit]) -> dict[str, str]:
    """Sixty public pictures of one person, each reported by another; titles by id."""
    owner, reporter = visits(site), visits(site)
    first = owner.adds_understood(title="0", privacy="public")
    owner.call("DELETE", f"/images/{first}")
    found = fill_library(owner, CASES)
    for image_id in found:
        owner.call("PATCH", f"/images/{image_id}", data={"privacy": "public"})
        body = {"kind": "image", "id": image_id, "reason": "spam", "text": "Buy this."}
        reporter.call("POST", "/reports", data=body)
    return found


def moderator(site: Served, visits: Callable[..., Visit], width: str = "desktop", locale: str = "en-GB") -> Visit:
    ada = visits(site, width, member=False, locale=locale)
    ada.begins()
    ada.call("POST", "/session", data={"login": "ada", "password": PASSWORD})
    ada.begins()
    ada.page.goto(f"{site.address}/admin/queue/?kind=report")
    ada.page.get_by_role("heading", level=1, name=HEADS[locale]).wait_for()
    return ada


def test_sixty_cases_are_decided_by_keys_alone_with_at_most_three_a_case(
    site: Served, visits: Callable[..., Visit], crowd: dict[str, str]
) -> None:
    ada = moderator(site, visits)
    keys = Keyboard(ada.page)
    keys.leads_on("c")
    for number in range(CASES):
        before = 0 if number == 0 else keys.pressed
        expect(ada.page.locator(".frame img")).to_be_visible()
        keys.press("h" if number % 3 == 0 else "d")
        keys.leads_on("Enter")
        assert keys.pressed - before <= MOST_KEYS
    expect(ada.page.get_by_text("Nothing waits here.")).to_be_visible()
    reviews = [ada.image(image_id)["review"] for image_id in crowd]
    assert (reviews.count("hidden"), reviews.count("passed")) == (CASES // 3, CASES - CASES // 3)


def test_a_picture_is_blurred_until_wanted_and_the_last_decision_is_undone_by_key(
    site: Served, visits: Callable[..., Visit]
) -> None:
    image_id = reported(site, visits)
    ada = moderator(site, visits)
    keys = Keyboard(ada.page)
    keys.leads_on("c")
    shown = ada.page.locator(".frame img")
    expect(shown).to_have_css("filter", "blur(28px)")
    keys.press("b")
    expect(shown).to_have_css("filter", "none")
    keep(ada.page, "workbench-clear-desktop")
    keys.press("t")
    ada.page.keyboard.type("hidden for h and d")
    keys.press("Escape")
    assert ada.page.evaluate(HAS_FOCUS)
    keys.press("h")
    keys.leads_on("Enter")
    until(lambda: ada.image(image_id)["review"] == "hidden", "it is hidden")
    keys.leads_on("z")
    assert ada.image(image_id)["review"] == "passed"
    keys.leads_on("c")
    keys.press("d")
    keys.leads_on("Enter")


def test_single_keys_can_be_put_off(site: Served, visits: Callable[..., Visit]) -> None:
    reported(site, visits)
    ada = moderator(site, visits)
    keys = Keyboard(ada.page)
    keys.leads_on("c")
    ada.page.get_by_label("Single keys act").uncheck()
    keys.press("h")
    expect(ada.page.get_by_role("checkbox", name="Hide")).not_to_be_checked()
    ada.page.get_by_label("Single keys act").check()
    keys.press("d")
    keys.leads_on("Enter")


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("locale", HEADS)
def test_the_queue_and_the_log_keep_nobody_out(
    site: Served, visits: Callable[..., Visit], width: str, locale: str
) -> None:
    reported(site, visits)
    page = moderator(site, visits, width, locale).page
    fits(page, f"queue-{locale}-{width}")
    with page.expect_navigation():
        page.locator("[data-default]").click()
    page.locator("#do-limit").check()
    page.locator("#do-sensitive").check()
    fits(page, f"case-{locale}-{width}")
    page.locator("#do-limit").uncheck()
    page.locator("#do-sensitive").uncheck()
    page.locator("#do-dismiss").check()
    with page.expect_navigation():
        page.locator("[data-decision] button").click()
    page.goto(f"{site.address}/admin/log/")
    page.locator("summary").first.click()
    fits(page, f"log-{locale}-{width}")


def fits(page: Page, name: str) -> None:
    assert not page.evaluate(WIDER)
    assert barriers(page) == []
    keep(page, name)


def reported(site: Served, visits: Callable[..., Visit]) -> str:
    """A public picture that somebody reported."""
    owner, reporter = visits(site), visits(site)
    image_id = owner.adds_understood(title="a hill", privacy="public")
    reporter.call("POST", "/reports", data={"kind": "image", "id": image_id, "reason": "spam"})
    return image_id
