"""Like and collect in one tap each, and collections put in order by key, with a placeholder for what is hidden."""

from playwright.sync_api import expect

from e2e.axe import barriers
from e2e.shots import keep
from e2e.visits import Visit


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
