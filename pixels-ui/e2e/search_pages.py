"""The pages of search, opened in the states in which people meet them."""

from playwright.sync_api import Page, expect

from e2e.finding import a_word, panel, wait_until_found
from e2e.visits import Visit
from tests.factories import picture
from tests.scenes import scene

TAGGED = picture(size=(640, 420), number=6)
"""The models find a tag for it."""


def searching(visit: Visit) -> Page:
    """Every facet open, with chips and a notice."""
    title = a_word()
    image_id = visit.adds_understood(TAGGED, title=title, tags="water", licence="CC0 1.0", rating="4")
    wait_until_found(visit, [image_id], q=title)
    page = visit.go(f"/search?q={title} AND (&layout=wide&rating_min=1&taken_from=2000-01-01&colour=grey:5")
    page.get_by_text("could not be taken as it stands").wait_for()
    if not visit.is_phone:
        page.evaluate("document.querySelectorAll('aside details').forEach(part => (part.open = true))")
    return page


def suggesting(visit: Visit) -> Page:
    tag = a_word()
    image_id = visit.adds_understood(title="lake", tags=tag)
    wait_until_found(visit, [image_id], tag=tag)
    page = visit.go("/me/account")
    page.get_by_role("combobox", name="Search pictures").press_sequentially(tag[:-1])
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    return page


def refining(visit: Visit) -> Page:
    title = a_word()
    image_id = visit.adds_understood(title=title, tags="water")
    wait_until_found(visit, [image_id], q=title)
    page = visit.go(f"/search?q={title}&colour=red:20&colour=%233366cc&category=other")
    panel(visit).get_by_role("slider").first.wait_for()
    return page


def nothing_found(visit: Visit) -> Page:
    page = visit.go(f"/search?q={a_word()}")
    page.get_by_text("No pictures found").wait_for()
    return page


def picture_search(visit: Visit) -> Page:
    """With a box on what was asked with, and matches."""
    image_id = visit.adds_understood(scene(2000), title="lake", privacy="public")
    visit.adds_understood(scene(2000, size=(640, 480)), title="hill", privacy="public")
    wait_until_found(visit, [image_id])
    page = visit.go(f"/images/{image_id}")
    page.keyboard.press("i")
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowUp")
    page.get_by_text("Box in numbers").click()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    return page


def picture_start(visit: Visit) -> Page:
    page = visit.go("/me/account")
    page.get_by_role("button", name="Search by picture").click()
    page.get_by_role("dialog", name="Search by picture").wait_for()
    return page


def tags(visit: Visit) -> Page:
    tag = a_word()
    wait_until_found(visit, [visit.adds_understood(title="lake", tags=tag)], tag=tag)
    page = visit.go("/tags")
    page.get_by_role("list", name="Tags").get_by_role("link").first.wait_for()
    return page


def copies(visit: Visit) -> Page:
    for size in ((320, 240), (640, 480)):
        visit.adds_understood(scene(2010, size=size), title="lake")
    page = visit.go("/me/copies")
    page.get_by_text("Best shot: keep it").wait_for()
    return page
