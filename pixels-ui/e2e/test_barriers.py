"""No page keeps anybody out: axe finds nothing against WCAG 2.2 AA, in light and dark, at both widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.search_pages import (
    TAGGED,
    copies,
    nothing_found,
    picture_search,
    picture_start,
    refining,
    searching,
    suggesting,
    tags,
)
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import PASSWORD, Visit, only_in_chromium
from tests.factories import picture


def explore(visit: Visit) -> Page:
    visit.adds_understood(title="lake", privacy="public")
    page = visit.go("/")
    expect(page.get_by_role("img", name="lake").first).to_be_visible()
    return page


def login(visit: Visit) -> Page:
    visit.call("DELETE", "/session")
    return visit.go("/login")


def failed_login(visit: Visit) -> Page:
    visit.watch.expect("status of 401", "status of 422")
    page = login(visit)
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    page.get_by_label("Name or e-mail").fill("nobody")
    page.get_by_label("Password").fill("nothing at all")
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    page.get_by_text("You could not be logged in.").wait_for()
    return page


def register(visit: Visit) -> Page:
    visit.call("DELETE", "/session")
    page = visit.go("/register")
    page.get_by_role("main").get_by_role("button", name="Create account").click()
    return page


def upload(visit: Visit) -> Page:
    only_in_chromium(visit.context.browser, "this with axe, at which a process of Firefox 153.8 ends by signal 11")
    page = visit.go("/upload")
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": picture()} for n in ("lake", "hill")]
    page.get_by_label("choose files").set_input_files(files)
    page.get_by_role("button", name="Details of lake.jpg").click()
    return page


def image(visit: Visit) -> Page:
    page = visit.go(f"/images/{visit.adds_understood(TAGGED, title='lake', description='Still water.')}")
    page.get_by_role("button", name="Suggested by the machine").first.wait_for()
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


def album(visit: Visit) -> Page:
    """A sub-album with a picture, in an album that everybody may see."""
    made = {"title": "Lakes", "category": "landscape", "privacy": "public", "tags": ["water"]}
    above = visit.call("POST", "/albums", data=made).json()["id"]
    inner = {**made, "title": "Ponds", "parent": above, "images": [visit.adds_understood(title="lake")]}
    inner_id = visit.call("POST", "/albums", data=inner).json()["id"]
    visit.call("POST", "/albums", data={**made, "title": "Puddles", "parent": inner_id})
    page = visit.go(f"/albums/{inner_id}")
    page.get_by_role("link", name="lake", exact=True).wait_for()
    return page


def albums(visit: Visit) -> Page:
    album(visit)
    page = visit.go("/me/albums")
    page.get_by_role("link", name="Lakes").wait_for()
    return page


def album_form(visit: Visit) -> Page:
    page = album(visit)
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("dialog", name="Edit album").get_by_role("radio", name="Followers").wait_for()
    return page


def moving(visit: Visit) -> Page:
    page = album(visit)
    page.get_by_role("link", name="lake", exact=True).focus()
    page.keyboard.press("m")
    page.get_by_role("dialog").get_by_role("radio", name="Lakes").check()
    return page


def deleting_an_album(visit: Visit) -> Page:
    page = album(visit)
    page.get_by_role("button", name="More for this album").click()
    page.get_by_role("button", name="Delete album…").click()
    page.get_by_role("dialog").get_by_role("radio", name="Trash the pictures").check()
    return page


def as_a_stranger(visit: Visit) -> Page:
    page = album(visit)
    page.get_by_role("button", name="Stranger").click()
    page.get_by_text("This is what a stranger sees.").wait_for()
    return page


def profile(visit: Visit) -> Page:
    visit.adds_understood(title="lake", privacy="followers")
    page = visit.go(f"/people/{visit.name}")
    expect(page.get_by_role("img", name="lake").first).to_be_visible()
    return page


def profile_of_somebody(visit: Visit) -> Page:
    page = visit.go("/people/ada")
    page.get_by_role("button", name="More: mute, block").click()
    return page


def followed(visit: Visit) -> Page:
    visit.call("PUT", "/people/ada/follow")
    page = visit.go(f"/people/{visit.name}/following")
    page.get_by_role("link", name="ada").wait_for()
    return page


def requests(visit: Visit) -> Page:
    return visit.go("/me/requests")


def blocked(visit: Visit) -> Page:
    visit.call("PUT", "/me/mutes/ada")
    page = visit.go("/me/blocked")
    page.get_by_role("button", name="Unmute").wait_for()
    return page


def security(visit: Visit) -> Page:
    visit.call("POST", "/me/webhooks", data={"url": "http://127.0.0.1:1/hook", "kinds": ["like"]})
    page = visit.go("/me/security")
    page.get_by_role("button", name="Send a test").click()
    page.get_by_text("Waiting").first.wait_for()
    page.get_by_role("button", name="New webhook").click()
    page.get_by_role("button", name="New token").click()
    page.get_by_role("form", name="New token").get_by_role("button", name="Make the token").click()
    return page


def two_factor(visit: Visit) -> Page:
    page = visit.go("/me/security")
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("dialog").get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    page.get_by_role("img", name="QR code").wait_for()
    return page


def recovering(visit: Visit) -> Page:
    page = visit.go("/recover")
    page.get_by_role("button", name="Send the link").click()
    return page


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
    album,
    albums,
    album_form,
    moving,
    deleting_an_album,
    as_a_stranger,
    profile,
    profile_of_somebody,
    followed,
    requests,
    blocked,
    security,
    two_factor,
    recovering,
    searching,
    suggesting,
    refining,
    nothing_found,
    picture_search,
    picture_start,
    tags,
    copies,
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
