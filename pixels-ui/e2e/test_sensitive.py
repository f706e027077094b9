"""What a moderator marked as sensitive is veiled until one asks for it, or chose to see all of it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_reporting import decide, report
from e2e.visits import Visit

VEILED = "Suggestive picture, veiled"


def marked(site: Served, owner: Visit, visits: Callable[..., Visit]) -> str:
    """A public picture that a moderator found suggestive."""
    image_id = owner.adds_understood(title="a dune", privacy="public")
    report(visits(site).go(f"/images/{image_id}"))
    decide(site, visits, image_id, "sensitive", level="suggestive", rule="sexual", reason="Bare hills.")
    return image_id


def asked_for(page: Page, image_id: str) -> list[str]:
    """The renditions of the picture that are in the page."""
    return [one for one in page.locator("img").evaluate_all("all => all.map((one) => one.src)") if image_id in one]


def test_a_sensitive_picture_is_veiled_until_one_asks_for_it_and_its_owner_sees_the_mark(
    site: Served, anyone: Visit, visits: Callable[..., Visit]
) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    owner = visits(site)
    image_id = marked(site, owner, visits)
    page = anyone.go(f"/people/{owner.name}")
    expect(page.get_by_text(VEILED)).to_be_visible()
    assert asked_for(page, image_id) == []
    keep(page, f"veiled-list-{width}")
    page = anyone.go(f"/images/{image_id}")
    show = page.get_by_role("button", name="Show it")
    expect(show).to_be_visible()
    assert asked_for(page, image_id) == []
    assert barriers(page) == []
    keep(page, f"veiled-{width}")
    show.click()
    expect(show).to_be_hidden()
    expect(page.get_by_role("img", name="a dune").first).to_be_visible()
    keep(page, f"unveiled-{width}")
    page = owner.go(f"/images/{image_id}")
    expect(page.get_by_text("A moderator marked this picture as sensitive.")).to_be_visible()
    expect(page.get_by_role("button", name="Show it")).to_be_hidden()
    page.get_by_role("link", name="What was decided, and how to appeal").click()
    expect(page.get_by_role("article", name="Marked as sensitive")).to_contain_text("Bare hills.")


def test_whoever_chose_so_sees_it_at_once(site: Served, anyone: Visit, visits: Callable[..., Visit]) -> None:
    image_id = marked(site, visits(site), visits)
    page = anyone.go("/me/account")
    choice = page.get_by_role("group", name="Sensitive pictures")
    expect(choice.get_by_role("button", name="Veil all of them")).to_have_attribute("aria-pressed", "true")
    choice.get_by_role("button", name="Show suggestive ones").click()
    expect(choice.get_by_role("button", name="Show suggestive ones")).to_have_attribute("aria-pressed", "true")
    choice.scroll_into_view_if_needed()
    keep(page, f"veil-choice-{'phone' if anyone.is_phone else 'desktop'}")
    assert barriers(page) == []
    page = anyone.go(f"/images/{image_id}")
    expect(page.get_by_role("img", name="a dune").first).to_be_visible()
    expect(page.get_by_role("button", name="Show it")).to_be_hidden()
