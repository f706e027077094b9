"""The bell counts live, the page says what happened and leads there, and one says of what one wants to be told."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_sizes import BEYOND
from e2e.visits import Visit


def test_what_happens_is_told_at_the_bell_and_read_on_its_page(
    site: Served, anyone: Visit, visits: Callable[..., Visit]
) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    bo, mia = visits(site), visits(site)
    hill = anyone.adds_understood(title="hill", privacy="public")
    page = anyone.go("/me/notifications")
    expect(page.get_by_role("heading", name="Nothing has happened yet")).to_be_visible()
    page = anyone.go("/")
    expect(bell(page, "Notifications")).to_be_visible()
    for one in (bo, mia):
        one.call("PUT", f"/images/{hill}/like")
    said = bo.call("POST", f"/images/{hill}/comments", data={"text": "Which hill is this?"}).json()["id"]
    anyone.call("PATCH", "/me", data={"locked": True})
    mia.call("PUT", f"/people/{anyone.name}/follow")
    expect(bell(page, "Notifications, 3 unread")).to_be_visible()
    keep(page, f"bell-{width}")
    bell(page, "Notifications, 3 unread").click()
    expect(note(page, "liked hill")).to_contain_text(f"{mia.name} and {bo.name} liked hill")
    expect(note(page, "commented on")).to_contain_text("Which hill is this?")
    keep(page, f"notifications-{width}")
    assert barriers(page) == []
    assert page.evaluate(BEYOND) == []
    page.get_by_role("button", name=f"Accept {mia.name}").click()
    expect(page.get_by_role("button", name=f"Accept {mia.name}")).to_have_count(0)
    expect(bell(page, "Notifications, 2 unread")).to_be_visible()
    note(page, "commented on").get_by_role("link", name="hill").click()
    page.wait_for_url(f"**/images/{hill}?comment={said}")
    expect(page.get_by_text("Which hill is this?")).to_be_visible()
    page = anyone.go("/me/notifications")
    page.get_by_role("button", name="Mark all read").click()
    expect(bell(page, "Notifications")).to_be_visible()
    expect(page.get_by_text("Unread:")).to_have_count(0)
    bo.call("DELETE", f"/comments/{said}")
    page.reload()
    expect(note(page, "liked hill")).to_be_visible()
    expect(note(page, "commented on")).to_have_count(0)


def test_one_says_of_what_one_is_told_and_keeps_the_numbers(
    site: Served, anyone: Visit, visits: Callable[..., Visit]
) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    bo = visits(site)
    hill = anyone.adds_understood(title="hill", privacy="public")
    anyone.call("POST", "/albums", data={"title": "Slopes", "category": "other"})
    bo.call("PUT", f"/images/{hill}/like")
    assert bo.image(hill)["counts"]["likes"] == 1
    page = anyone.go("/me/notifications")
    page.get_by_role("link", name="Settings", exact=True).first.click()
    switch(page, "Likes")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_role("button", name="Once a day").click()
    switch(page, "By mail: Comments on what is yours")
    page.get_by_label("Make an album quiet").select_option(label="Slopes")
    expect(page.get_by_role("button", name="Tell me of Slopes again")).to_be_visible()
    switch(page, "Keep numbers to myself")
    page.get_by_role("heading", name="Notifications", exact=True).scroll_into_view_if_needed()
    keep(page, f"notification-settings-{width}")
    assert barriers(page) == []
    page.reload()
    expect(page.get_by_role("switch", name="Likes", exact=True)).not_to_be_checked()
    expect(page.get_by_role("button", name="Once a day")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("switch", name="By mail: Comments on what is yours")).to_be_checked()
    assert page.evaluate(BEYOND) == []
    page.get_by_role("button", name="Tell me of Slopes again").click()
    expect(page.get_by_role("list", name="Quiet albums")).to_have_count(0)
    visits(site).call("PUT", f"/images/{hill}/like")
    bo.call("POST", f"/images/{hill}/comments", data={"text": "Still here."})
    page = anyone.go("/me/notifications")
    expect(note(page, "commented on")).to_be_visible()
    expect(note(page, "liked hill")).to_contain_text(f"{bo.name} liked hill")
    assert bo.image(hill)["counts"]["likes"] is None


def bell(page: Page, name: str) -> Locator:
    return page.get_by_role("banner").get_by_role("link", name=name, exact=True)


def note(page: Page, says: str) -> Locator:
    return page.get_by_role("article").filter(has_text=says)


def switch(page: Page, name: str) -> None:
    """Press the switch, whose input lies below its drawing."""
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_role("switch", name=name, exact=True).press("Space")
