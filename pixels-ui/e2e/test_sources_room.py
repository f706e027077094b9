"""The room of sources in a real browser: one is blocked, is told of, and the block is lifted."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import PASSWORD, Visit

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WORDS = {
    "en-GB": ("Sources", "Block and remove", "Lift the block"),
    "zh-CN": ("来源", "屏蔽并移除", "解除屏蔽"),
    "sv-SE": ("Källor", "Spärra och ta bort", "Häv spärren"),
}


@pytest.mark.parametrize("locale", WORDS)
def test_a_source_is_blocked_and_the_block_is_lifted(site: Served, visits: Callable[..., Visit], locale: str) -> None:
    head, block, lift = WORDS[locale]
    ada = visits(site, "desktop" if locale == "en-GB" else "phone", member=False, locale=locale)
    ada.begins()
    ada.call("POST", "/session", data={"login": "ada", "password": PASSWORD})
    page, domain = ada.page, f"{locale.lower()}.example.org"
    page.goto(f"{site.address}/admin/sources/")
    page.get_by_role("heading", level=1, name=head).wait_for()
    page.locator("#kind").select_option("domain")
    page.locator("#value").fill(domain)
    page.locator("#reason").fill("its maker asks")
    page.get_by_role("button", name=block).press("Enter")
    undone = page.get_by_role("button", name=f"{lift}: {domain}")
    expect(undone).to_be_visible()
    keep(page, f"sources-{locale}")
    assert barriers(page) == []
    assert not page.evaluate(WIDER)
    undone.press("Enter")
    expect(undone).to_be_hidden()
