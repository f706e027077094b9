"""No page does what the content policy forbids, in a real browser, and the questions of the admin really guard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.served import Served
from e2e.visits import PASSWORD, Visit, until
from tests.factories import picture

NOTE_BREACHES = """
window.breaches = [];
document.addEventListener("securitypolicyviolation", (e) =>
  window.breaches.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`));
"""


def breaches(page: Page) -> list[str]:
    """What the browser kept this page from doing."""
    found: list[str] = page.evaluate("window.breaches")
    return found


@pytest.fixture
def watched(site: Served, visits: Callable[..., Visit]) -> Callable[..., Visit]:
    """Makes visitors whose pages note what they were kept from."""

    def come(width: str = "desktop", *, name: str = "") -> Visit:
        made = visits(site, width, member=not name)
        made.context.add_init_script(NOTE_BREACHES)
        if name:
            made.begins()
            made.call("POST", "/session", data={"login": name, "password": PASSWORD})
            made.begins()
        return made

    return come


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_pages_of_a_member_stay_within_the_policy(watched: Callable[..., Visit], width: str) -> None:
    member = watched(width)
    image_id = member.adds_understood(title="lake", privacy="public")
    for path in ("/", "/me/pictures", f"/images/{image_id}", "/me/account", "/upload", "/me/trash"):
        page = member.go(path)
        page.wait_for_load_state("load")
        assert breaches(page) == [], path


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_files_that_are_looked_at_and_sent_stay_within_the_policy(watched: Callable[..., Visit], width: str) -> None:
    page = watched(width).go("/upload")
    chosen = {"name": "lake.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.get_by_label("choose files").set_input_files([chosen])
    expect(page.get_by_role("list", name="Files to upload").locator("img")).to_be_visible()
    page.get_by_role("button", name="Upload 1 picture").click()
    expect(page.get_by_role("link", name="To the library")).to_be_visible()
    assert breaches(page) == []


def test_menus_forms_and_dialogs_stay_within_the_policy(watched: Callable[..., Visit]) -> None:
    member = watched()
    page = member.go(f"/images/{member.adds_understood(title='lake')}")
    page.keyboard.press("e")
    page.get_by_role("form", name="Edit").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.get_by_role("list", name="Choose the category").wait_for()
    assert breaches(page) == []
    page = member.go("/me/account")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard").wait_for()
    assert breaches(page) == []


def test_the_document_of_the_api_stays_within_the_policy(watched: Callable[..., Visit]) -> None:
    page = watched().page
    page.goto(f"{watched().site.address}/api/docs")
    page.locator(".opblock-summary").first.click()
    page.locator(".opblock-body").first.wait_for()
    assert breaches(page) == []


@pytest.mark.parametrize("room", ["accounts", "held", "jobs"])
def test_the_rooms_of_the_admin_stay_within_the_policy(watched: Callable[..., Visit], room: str) -> None:
    ada = watched(name="ada")
    page = ada.page
    page.goto(f"{ada.site.address}/admin/{room}/")
    page.get_by_role("button", name="With selected").click()
    page.locator(".dropdown-item").first.wait_for()
    assert breaches(page) == []


def test_a_no_to_the_question_of_the_admin_leaves_everything_as_it_was(watched: Callable[..., Visit]) -> None:
    member, ada = watched(), watched(name="ada")
    page, asked = ada.page, []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    presses_suspend(ada, member.name)
    assert "Suspend these accounts?" in asked[0]
    assert member.call("GET", "/me").ok


def test_a_yes_does_it(watched: Callable[..., Visit]) -> None:
    member, ada = watched(), watched(name="ada")
    ada.page.on("dialog", lambda dialog: dialog.accept())
    with ada.page.expect_navigation():
        presses_suspend(ada, member.name)
    assert member.context.request.get(f"{member.site.address}/api/v1/me").status == 401
    assert breaches(ada.page) == []


def presses_suspend(moderator: Visit, name: str) -> None:
    """Choose this account in the table and press the button."""
    page = moderator.page
    page.goto(f"{moderator.site.address}/admin/accounts/")
    row = page.get_by_role("row").filter(has=page.get_by_role("cell", name=name, exact=True))
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="With selected").click()
    expect(page.get_by_role("button", name="Suspend", exact=True)).to_be_visible()
    page.get_by_role("button", name="Suspend", exact=True).click()


HOSTILE = "</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>{{7*7}}"


def test_hostile_words_run_nowhere(watched: Callable[..., Visit]) -> None:
    member, ada = watched(), watched(name="ada")
    member.call("PATCH", "/me", data={"display_name": HOSTILE[:80]})
    fields = dict.fromkeys(("title", "description", "alt_text", "author"), HOSTILE)
    image_id = member.adds_understood(privacy="public", tags=HOSTILE[:40], **fields)
    for visit, paths in (
        (member, ("/", "/me/pictures", f"/images/{image_id}", "/me/account")),
        (ada, (f"/images/{image_id}", "/admin/accounts/")),
    ):
        said: list[str] = []
        visit.page.on("dialog", lambda dialog, said=said: (said.append(dialog.message), dialog.dismiss()))
        for path in paths:
            shows_hostile_words(visit.go(path))
            assert (breaches(visit.page), said) == ([], []), path
    ada.go("/admin/jobs/")
    assert breaches(ada.page) == []


def shows_hostile_words(page: Page) -> None:
    """They came after the page itself did."""
    until(lambda: "onerror=alert(1)" in page.content(), f"hostile words at {page.url}")
