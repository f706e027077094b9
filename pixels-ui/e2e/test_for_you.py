"""Three pictures are chosen to begin with; each recommendation says why, and what one says to it counts."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_sizes import BEYOND
from e2e.visits import Visit

REASON = re.compile("Tag: |Because you liked ")


def test_recommendations_begin_with_three_pictures_say_why_and_are_steered(
    site: Served, anyone: Visit, visits: Callable[..., Visit]
) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    tag = f"kiln of {anyone.name}"
    firsts = [kilns(visits(site), tag, f"{anyone.name} {number}") for number in range(3)]
    page = anyone.go("/for-you")
    expect(page.get_by_role("heading", name="Choose three to begin with")).to_be_visible()
    page.get_by_role("button", name="Show me more like these").click()
    expect(page.get_by_text("Choose at least 3.")).to_be_visible()
    for name in firsts:
        page.get_by_role("button", name=name, exact=True).click()
    keep(page, f"picks-{width}")
    assert barriers(page) == []
    assert page.evaluate(BEYOND) == []
    page.get_by_role("button", name="Show me more like these").click()
    first, second = (card(page, f"other {anyone.name} {number}") for number in range(2))
    expect(first.get_by_role("list", name="Why it is here")).to_contain_text(REASON)
    expect(page.get_by_role("list", name="For you").get_by_role("img", name=firsts[0], exact=True)).to_have_count(0)
    first.get_by_role("button", name="Hide: ").click()
    first.get_by_role("button", name="Undo: ").click()
    expect(first).not_to_contain_text("Hidden. It does not come again.")
    first.get_by_role("button", name="Hide: ").click()
    expect(first).to_contain_text("Hidden. It does not come again.")
    second.get_by_role("button", name="Less like this: ").click()
    expect(second).to_contain_text("Less like this from the next page on.")
    keep(page, f"for-you-{width}")
    assert barriers(page) == []
    assert page.evaluate(BEYOND) == []
    page.reload()
    expect(card(page, f"other {anyone.name} 2")).to_be_visible()
    expect(first).to_have_count(0)
    expect(second).to_have_count(0)
    change_tastes(anyone, tag)
    switch_off_and_forget(anyone)


def kilns(owner: Visit, tag: str, name: str) -> str:
    """Two pictures of this tag by somebody; the title of the newer one."""
    for title in (f"other {name}", f"kiln {name}"):
        image_id = owner.adds_understood(title=title, privacy="public")
        owner.call("PATCH", f"/images/{image_id}", data={"tags": [tag]})
    return f"kiln {name}"


def card(page: Page, title: str) -> Locator:
    return (
        page.get_by_role("list", name="For you").get_by_role("listitem").filter(has=page.get_by_text(title, exact=True))
    )


def change_tastes(anyone: Visit, tag: str) -> None:
    """Twice as much, not at all, and as before."""
    width, page = "phone" if anyone.is_phone else "desktop", anyone.page
    tastes = page.get_by_role("list", name="Your tastes")
    expect(tastes.get_by_role("listitem").filter(has_text=tag)).to_be_visible()
    tastes.get_by_role("button", name=f"Twice as much of {tag}").click()
    expect(tastes.get_by_role("button", name=f"Twice as much of {tag}")).to_have_attribute("aria-pressed", "true")
    tastes.get_by_role("button", name=f"Nothing because of {tag}").click()
    expect(tastes.get_by_role("listitem").filter(has_text=tag)).to_contain_text("not counted")
    page.get_by_text("What counts", exact=True).click()
    keep(page, f"tastes-{width}")
    assert barriers(page) == []
    tastes.get_by_role("button", name=f"Count {tag} again").click()
    expect(tastes.get_by_role("button", name=f"Nothing because of {tag}")).to_be_visible()


def switch_off_and_forget(anyone: Visit) -> None:
    width, page = "phone" if anyone.is_phone else "desktop", anyone.page
    page.get_by_role("switch", name="Recommend pictures to me").press("Space")
    expect(page.get_by_role("heading", name="Recommendations are off")).to_be_visible()
    keep(page, f"for-you-off-{width}")
    page.get_by_role("switch", name="Recommend pictures to me").press("Space")
    expect(card(page, f"other {anyone.name} 2")).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("dialog").get_by_role("button", name="Start again").click()
    expect(page.get_by_text("Nothing is known of your taste yet.")).to_be_visible()
