"""No page keeps anybody out: axe finds nothing against WCAG 2.2 AA, in light and dark, at both widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit
from tests.factories import picture

TAGGED = picture(size=(640, 420), number=6)
"""The models find a tag for it."""


def explore(visit: Visit) -> Page:
    visit.adds_understood(title="lake", privacy="public")
    page = visit.go("/")
    expect(page.get_by_role("img", name="lake").first).to_be_visible()
    return page


def login(visit: Visit) -> Page:
    visit.call("DELETE", "/session")
    return visit.go("/login")


def failed_login(visit: Visit) -> Page:
    visit.watch.expect("401")
    page = login(visit)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.get_by_label("Name or e-mail").fill("nobody")
    page.get_by_label("Password").fill("nothing at all")
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.get_by_text("Name or password is not right.").wait_for()
    return page


def register(visit: Visit) -> Page:
    visit.call("DELETE", "/session")
    page = visit.go("/register")
    page.get_by_role("main").get_by_role("button", name="Create account").click()
    return page


def upload(visit: Visit) -> Page:
    page = visit.go("/upload")
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": picture()} for n in ("lake", "hill")]
    page.get_by_label("choose files").set_input_files(files)
    page.get_by_role("button", name="Details of lake.jpg").click()
    return page


def image(visit: Visit) -> Page:
    page = visit.go(f"/images/{visit.adds_understood(TAGGED, title='lake', description='Still water.')}")
    page.get_by_role("button", name="Suggested by the machine").wait_for()
    return page


def choosing(visit: Visit) -> Page:
    page = image(visit)
    page.keyboard.press("c")
    page.get_by_role("list", name="Choose the category").wait_for()
    return page


def editing(visit: Visit) -> Page:
    page = image(visit)
    page.keyboard.press("e")
    page.get_by_role("form", name="Edit").wait_for()
    return page


def library(visit: Visit) -> Page:
    for title in ("lake", "hill"):
        visit.adds_understood(title=title)
    page = visit.go("/me/pictures")
    expect(page.get_by_role("link", name="lake", exact=True).locator("img")).to_be_visible()
    return page


def selecting(visit: Visit) -> Page:
    page = library(visit)
    page.keyboard.press("Control+a")
    page.get_by_role("group", name="2 selected").wait_for()
    return page


def trash(visit: Visit) -> Page:
    visit.call("DELETE", f"/images/{visit.adds_understood(title='lake')}")
    page = visit.go("/me/trash")
    page.get_by_role("checkbox", name="Select: lake").check()
    return page


def asking(visit: Visit) -> Page:
    page = trash(visit)
    page.get_by_role("button", name="Delete for ever").click()
    page.get_by_role("dialog").wait_for()
    return page


def settings(visit: Visit) -> Page:
    return visit.go("/me/account")


def missing(visit: Visit) -> Page:
    visit.watch.expect("404")
    return visit.go("/nowhere")


def keys(visit: Visit) -> Page:
    page = visit.go("/me/account")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard").wait_for()
    return page


PAGES = (
    explore,
    login,
    failed_login,
    register,
    upload,
    image,
    choosing,
    editing,
    library,
    selecting,
    trash,
    asking,
    settings,
    missing,
    keys,
)


@pytest.mark.parametrize("opened", PAGES)
def test_nothing_keeps_anybody_out(anyone: Visit, opened: Callable[[Visit], Page]) -> None:
    page = opened(anyone)
    keep(page, f"{opened.__name__}-{'phone' if anyone.is_phone else 'desktop'}")
    assert barriers(page) == []


@pytest.mark.parametrize("locale", ["zh-CN", "sv-SE"])
def test_nothing_keeps_anybody_out_in_other_languages(site: Served, visits: Callable[..., Visit], locale: str) -> None:
    member = visits(site, locale=locale)
    for title in ("湖", "sjö"):
        member.adds_understood(title=title)
    assert barriers(member.go("/me/pictures")) == []
    member.call("DELETE", "/session")
    assert barriers(member.go("/login")) == []
