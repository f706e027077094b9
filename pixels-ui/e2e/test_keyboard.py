"""Everything by keyboard: the order of Tab, the focus seen, single letters, the list of keys."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.visits import Visit
from tests.factories import picture

PATHS = (
    "/",
    "/upload",
    "/me/pictures",
    "/me/trash",
    "/me/account",
    "/images/{image}",
    "/search?layout=wide&colour=red",
    "/tags",
)
MOST_TABS = 120


@pytest.mark.parametrize("path", PATHS)
def test_tab_reaches_everything_and_the_focus_is_seen(anna: Visit, path: str) -> None:
    image_id = anna.adds_understood(title="lake", privacy="public")
    page = anna.go(path.format(image=image_id))
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    reached, unseen = tabbed_through(page)
    assert unseen == []
    assert sorted(set(page.evaluate(CONTROLS)) - reached) == []


def test_the_first_tab_leads_past_the_bars(anna: Visit) -> None:
    page = anna.go("/me/account")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_arrows_leaf_through_the_library_and_escape_leads_back(anna: Visit) -> None:
    for title in ("first", "second"):
        anna.adds_understood(title=title)
    page = anna.go("/me/pictures")
    page.get_by_role("link", name="second", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="second")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="first")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/me/pictures$"))


def test_arrows_go_from_picture_to_picture_and_x_selects(anna: Visit) -> None:
    for title in ("first", "second"):
        anna.adds_understood(title=title)
    page = anna.go("/me/pictures")
    page.get_by_role("link", name="second", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("link", name="first", exact=True)).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_role("group", name="1 selected")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="1 selected")).to_have_count(0)


def test_two_letters_lead_to_the_places(anna: Visit) -> None:
    page = anna.go("/me/account")
    for letter, title in (("l", "Pictures"), ("u", "Upload"), ("e", "Explore")):
        page.keyboard.press("g")
        page.keyboard.press(letter)
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def test_the_list_of_keys_opens_by_question_mark_and_closes_by_escape(anna: Visit) -> None:
    page = anna.go("/me/account")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog.get_by_text("Go to the library")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_letters_are_only_letters_in_a_field(anna: Visit) -> None:
    image_id = anna.adds_understood(title="lake")
    page = anna.go(f"/images/{image_id}")
    page.keyboard.press("e")
    title = page.get_by_label("Title")
    title.fill("")
    title.press_sequentially("gere?c3")
    expect(title).to_have_value("gere?c3")
    expect(page).to_have_url(re.compile(f"/images/{image_id}$"))
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_hidden()
    assert "turn" not in str(anna.image(image_id)["renditions"]["400"])


def test_single_letters_can_be_switched_off(anna: Visit) -> None:
    page = anna.go("/me/account")
    page.get_by_role("switch", name="Single letters as keys").focus()
    page.keyboard.press("Space")
    page.keyboard.press("?")
    page = anna.go(f"/images/{anna.adds_understood(title='lake')}")
    page.keyboard.press("e")
    page.keyboard.press("Delete")
    expect(page.get_by_text("The picture is in the trash")).to_be_visible()
    expect(page.get_by_role("form", name="Edit")).to_have_count(0)


def test_a_question_keeps_the_focus_and_gives_it_back(anna: Visit) -> None:
    anna.call("DELETE", f"/images/{anna.adds(picture(), title='lake')}")
    page = anna.go("/me/trash")
    page.get_by_role("checkbox", name="Select: lake").check()
    asks = page.get_by_role("main").get_by_role("button", name="Delete for ever")
    asks.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Delete this picture for ever?")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    page.keyboard.press("Escape")
    expect(asks).to_be_focused()


SHOWN = "element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.tabIndex >= 0"
NAMED = """const named = element => {
  const name = element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40);
  return [element.tagName, element.type ?? "", name, element.getAttribute("href") ?? "", element.name ?? ""].join(" ");
};"""
CONTROLS = f"""() => {{
  {NAMED}
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, [tabindex]")];
  const first = element => element.type !== "radio" || element.checked;
  return all.filter(element => {SHOWN} && first(element)).map(named);
}}"""
FOCUSED = f"""() => {{
  {NAMED}
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const around = element.closest("label, .el-switch");
  const near = [element.parentElement, element.nextElementSibling, around];
  const marks = [element, ...near, ...(around?.querySelectorAll("*") ?? [])].filter(Boolean);
  const isMarked = mark => {{
    const {{ outlineStyle, outlineWidth }} = getComputedStyle(mark);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && mark.checkVisibility();
  }};
  return {{ name: named(element), isSeen: marks.some(isMarked) }};
}}"""


def tabbed_through(page: Page) -> tuple[set[str], list[str]]:
    """What Tab reaches from the beginning to the end, and what of it does not show that it has the focus."""
    reached: set[str] = set()
    unseen: list[str] = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            return reached, unseen
        reached.add(focused["name"])
        unseen += [] if focused["isSeen"] else [focused["name"]]
    raise AssertionError(f"Tab does not come to an end after {MOST_TABS} presses")
