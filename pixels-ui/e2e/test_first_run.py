"""A site that was just started: nothing in it yet, and every page says what to do next."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.visits import Visit


def test_a_new_site_leads_to_its_first_account_and_first_picture(
    fresh_site: Served, visits: Callable[..., Visit]
) -> None:
    first = visits(fresh_site, "phone", member=False)
    page = first.page
    page.goto(fresh_site.address)
    expect(page.get_by_role("heading", name="Pixels is running")).to_be_visible()
    assert barriers(page) == []
    page.goto(fresh_site.link)
    expect(page.get_by_role("heading", name="Set up the first account")).to_be_visible()
    assert barriers(page) == []
    first.follows_the_link()
    expect(page).to_have_url(re.compile("/upload$"))
    for path, title in EMPTY.items():
        page = first.go(path)
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        assert barriers(page) == []


EMPTY = {
    "/": "No pictures for everyone yet",
    "/me/pictures": "The library is empty",
    "/me/trash": "The trash is empty",
    "/upload": "Upload",
}
