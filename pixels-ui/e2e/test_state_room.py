"""The rooms of moderators in a real browser: nobody is kept out, nothing runs over the edge, in three languages."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import PASSWORD, Visit, until
from tests.factories import picture

TITLES = {"en-GB": "State", "zh-CN": "状态", "sv-SE": "Läge"}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


HEADS = {"en-GB": "Accounts", "zh-CN": "账户", "sv-SE": "Konton"}


def state_room(site: Served, visits: Callable[..., Visit], width: str, locale: str) -> Page:
    """As the first account sees it."""
    ada = visits(site, width, member=False, locale=locale)
    ada.begins()
    ada.call("POST", "/session", data={"login": "ada", "password": PASSWORD})
    page = ada.page
    page.goto(f"{site.address}/admin/state/")
    page.get_by_role("heading", level=1, name=TITLES[locale]).wait_for()
    return page


@pytest.fixture
def with_failure(site: Served, visits: Callable[..., Visit]) -> None:
    """A picture whose end is missing, which cannot be prepared."""
    member = visits(site)
    whole = picture(size=(400, 300))
    image_id = member.adds(whole[: len(whole) // 3], name="broken.jpg")
    until(lambda: member.image(image_id)["state"] == "failed", "the picture has failed")


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("locale", TITLES)
def test_the_room_keeps_nobody_out(
    site: Served, with_failure: None, visits: Callable[..., Visit], width: str, locale: str
) -> None:
    page = state_room(site, visits, width, locale)
    assert page.locator("html").get_attribute("lang") in ("en", "zh-CN", "sv")
    assert page.locator('[data-part="database"] .well').count() == 1
    assert page.get_by_text("prepare-image").count() >= 2
    assert not page.evaluate(WIDER)
    assert barriers(page) == []
    keep(page, f"state-{locale}-{width}")
    for room in ("numbers", "settings"):
        page.goto(f"{site.address}/admin/{room}/")
        assert not page.evaluate(WIDER), room
        assert barriers(page) == [], room
        keep(page, f"{room}-{locale}-{width}")


def test_the_way_leads_to_the_jobs(site: Served, with_failure: None, visits: Callable[..., Visit]) -> None:
    page = state_room(site, visits, "desktop", "en-GB")
    page.get_by_role("link", name="All jobs, to try them again").click()
    page.get_by_role("cell", name="prepare-image").first.wait_for()


@pytest.mark.parametrize("locale", HEADS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_tables_keep_nobody_out(
    site: Served, with_failure: None, visits: Callable[..., Visit], locale: str, scheme: Any
) -> None:
    page = state_room(site, visits, "phone" if scheme == "dark" else "desktop", locale)
    page.emulate_media(color_scheme=scheme)
    for room in ("accounts", "held", "jobs"):
        page.goto(f"{site.address}/admin/{room}/")
        page.locator("table").wait_for()
        if room == "accounts":
            page.get_by_role("heading", level=1, name=HEADS[locale]).wait_for()
        assert not page.evaluate(WIDER), room
        assert barriers(page) == [], room
        keep(page, f"admin-{room}-{locale}-{scheme}")
