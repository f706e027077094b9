"""The help: from where one is to a topic, and from where something is done to what is said of it."""

import re

from playwright.sync_api import expect

from e2e.axe import barriers
from e2e.shots import keep
from e2e.visits import Visit


def test_the_help_is_found_from_every_page_and_leads_to_what_it_speaks_of(anyone: Visit) -> None:
    page = anyone.go("/me/account")
    page.get_by_role("main" if anyone.is_phone else "contentinfo").get_by_role("link", name="Help", exact=True).click()
    expect(page.get_by_role("list", name="Topics").get_by_role("listitem")).to_have_count(8)
    assert barriers(page) == []
    keep(page, f"help-{'phone' if anyone.is_phone else 'desktop'}")
    page.get_by_role("link", name="Recommendations", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Recommendations")).to_be_visible()
    assert barriers(page) == []
    keep(page, f"help-topic-{'phone' if anyone.is_phone else 'desktop'}")
    page.get_by_role("region", name="Begin").get_by_role("link", name="For you", exact=True).click()
    page.get_by_role("link", name="Help: Steer it").click()
    expect(page).to_have_url(re.compile(r"/help/for-you#steer$"))
    expect(page.get_by_role("heading", name="Steer it")).to_be_in_viewport()
