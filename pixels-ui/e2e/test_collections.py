"""Like and collect in one tap each, and collections put in order by key, with a placeholder for what is hidden."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_batch_edits import select
from e2e.test_sizes import BEYOND
from e2e.visits import Visit

Visits = Callable[..., Visit]


def listed_on(page: Page) -> Locator:
    return page.get_by_role("list", name="Collections")


def test_a_picture_is_liked_and_collected_and_the_collection_put_in_order(anyone: Visit) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    ids = [anyone.adds_understood(title=title) for title in ("lake", "hill")]
    for image_id in ids:
        page = anyone.go(f"/images/{image_id}")
        page.get_by_role("button", name="Like", exact=True).click()
        page.get_by_role("button", name="Collect", exact=True).click()
        expect(page.get_by_role("button", name="1 like")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("button", name="1 person collected it")).to_have_attribute("aria-pressed", "true")
    keep(page, f"liked-{width}")
    page = anyone.go("/me/collections")
    expect(page.get_by_role("link", name="My collection")).to_be_visible()
    keep(page, f"collections-{width}")
    page.get_by_role("link", name="My collection").click()
    things = page.get_by_role("list", name="My collection").get_by_role("listitem")
    expect(things.first).to_contain_text("hill")
    page.get_by_role("button", name="Move “lake” earlier").press("Enter")
    expect(things.first).to_contain_text("lake")
    expect(page.get_by_text("“lake” is now at place 1 of 2.")).to_be_attached()
    page.reload()
    expect(things.first).to_contain_text("lake")
    keep(page, f"collection-{width}")
    assert anyone.call("DELETE", f"/images/{ids[0]}").ok
    page.reload()
    expect(things.first).to_contain_text("No longer visible")
    keep(page, f"placeholder-{width}")
    assert barriers(page) == []


def test_one_chooses_the_collections_of_a_picture_and_of_several(anyone: Visit) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    image_id = anyone.adds_understood(title="lake", privacy="public")
    cups = anyone.call("POST", "/collections", data={"title": "Cups", "privacy": "public"}).json()["id"]
    page = anyone.go(f"/images/{image_id}")
    page.get_by_role("button", name="Choose collections").press("Enter")
    dialog = page.get_by_role("dialog", name="Choose collections")
    expect(dialog.get_by_role("checkbox", name="Cups")).to_be_focused()
    dialog.get_by_role("checkbox", name="Cups").press("Space")
    expect(dialog.get_by_role("status")).to_have_text("It is in “Cups”.")
    dialog.get_by_label("New collection").fill("Water")
    dialog.get_by_label("New collection").press("Enter")
    expect(dialog.get_by_role("checkbox", name="Water")).to_be_checked()
    expect(dialog.get_by_role("status")).to_have_text("It is in “Water”.")
    keep(page, f"choose-collections-{width}")
    assert barriers(page) == []
    assert page.evaluate(BEYOND) == []
    dialog.get_by_role("checkbox", name="Cups").uncheck()
    expect(dialog.get_by_role("status")).to_have_text("It is out of “Cups”.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Choose collections")).to_be_focused()
    expect(page.get_by_role("button", name="1 person collected it")).to_be_visible()
    assert anyone.call("GET", f"/collections/{cups}/items").json()["items"] == []

    anyone.adds_understood(title="hill")
    page = anyone.go("/me/pictures")
    select(page, "lake", "hill")
    keep(page, f"choose-for-several-{width}")
    page.get_by_role("button", name="Choose collections").click()
    dialog = page.get_by_role("dialog", name="Collections of 2 pictures")
    expect(dialog.get_by_role("checkbox", name="Water")).not_to_be_checked()
    dialog.get_by_role("checkbox", name="Water").check()
    expect(dialog.get_by_role("status")).to_have_text("It is in “Water”.")


def test_the_page_of_a_person_lists_their_collections(anyone: Visit, site: Served, visits: Visits) -> None:
    for title, privacy in (("Cups", "public"), ("Secret", "private")):
        anyone.call("POST", "/collections", data={"title": title, "privacy": privacy})
    page = visits(site, "phone" if anyone.is_phone else "desktop").go(f"/people/{anyone.name}")
    page.get_by_role("navigation", name="Profile").get_by_role("link", name="Collections").click()
    expect(listed_on(page).get_by_role("link")).to_have_count(1)
    expect(listed_on(page).get_by_role("link", name="Cups")).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate(BEYOND) == []
    page = anyone.go(f"/people/{anyone.name}/collections")
    expect(listed_on(page).get_by_role("link")).to_have_count(2)
    keep(page, f"collections-of-{'phone' if anyone.is_phone else 'desktop'}")
    page.get_by_role("button", name="Stranger").click()
    expect(listed_on(page).get_by_role("link")).to_have_count(1)
