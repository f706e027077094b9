"""Searching: words, suggestions, facets, chips, the address; by hand, by keys and on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.finding import RED, Two, a_word, chips, close_panel, look_for, panel, results, two_of, wait_until_found
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit
from tests.factories import picture


@pytest.fixture
def two(anna: Visit) -> Two:
    return two_of(anna)


def test_words_then_a_facet_then_the_chip_and_back(anyone: Visit) -> None:
    two = two_of(anyone)
    page = anyone.go("/")
    look_for(page, two.word)
    expect(page).to_have_url(re.compile(rf"/search\?q={two.word}$"))
    expect(results(page)).to_have_count(2)
    panel(anyone).get_by_role("button", name="Tall").click()
    close_panel(anyone)
    expect(results(page)).to_have_count(1)
    expect(results(page).get_by_role("img", name=f"{two.word} blue")).to_be_visible()
    keep(page, f"search-{'phone' if anyone.is_phone else 'desktop'}")
    chips(page).get_by_role("button", name="Remove “tall”").click()
    expect(results(page)).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="“tall” was removed. 2 pictures")).to_be_attached()
    page.go_back()
    expect(results(page)).to_have_count(1)
    page.go_back()
    expect(results(page)).to_have_count(2)
    page.go_back()
    expect(page.get_by_role("heading", name="Explore")).to_be_visible()


def test_the_address_gives_the_same_search_again(anna: Visit, two: Two) -> None:
    page = anna.go(f"/search?q={two.word}&layout=wide&colour=red:20&sort=newest&scope=mine&tag={two.word}boat")
    found = page.get_by_role("list", name="Search results").get_by_role("link", name=f"{two.word} red")
    expect(found).to_have_count(1)
    beside = panel(anna)
    expect(beside.get_by_role("button", name="Wide")).to_have_attribute("aria-pressed", "true")
    expect(beside.get_by_role("button", name="red", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(beside.get_by_role("slider", name="Least share of red")).to_have_value("20")
    expect(beside.get_by_role("button", name="Mine")).to_have_attribute("aria-pressed", "true")
    expect(beside.get_by_role("checkbox", name=f"{two.word}boat")).to_be_checked()
    expect(page.get_by_role("combobox", name="Sort by")).to_have_value("newest")
    expect(page.get_by_role("combobox", name="Search pictures")).to_have_value(two.word)


def test_coming_back_from_a_picture_keeps_the_search(anna: Visit, two: Two) -> None:
    page = anna.go(f"/search?q={two.word}")
    results(page).get_by_role("link", name=f"{two.word} red", exact=True).click()
    expect(page.get_by_role("heading", name=f"{two.word} red")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(rf"/search\?q={two.word}$"))
    expect(results(page)).to_have_count(2)


def test_a_suggestion_becomes_a_facet_and_the_words_before_it_stay(anna: Visit, two: Two) -> None:
    page = anna.go("/")
    page.keyboard.press("/")
    page.keyboard.type(f"red {two.word}bo")
    option = page.get_by_role("listbox", name="Suggestions").get_by_role("option", name=f"Tag {two.word}boat")
    expect(option).to_contain_text("2 pictures")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    keep(page, "suggestions")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/search\?q=red&tag={two.word}boat$"))
    expect(results(page)).to_have_count(1)
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_hidden()


def test_escape_closes_the_suggestions_and_keeps_the_words(anna: Visit, two: Two) -> None:
    page = anna.go("/")
    page.keyboard.press("/")
    page.keyboard.type(two.word)
    listed = page.get_by_role("listbox", name="Suggestions")
    expect(listed).to_be_visible()
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(page.get_by_role("combobox", name="Search pictures")).to_have_value(two.word)


def test_everything_by_keys(anna: Visit, two: Two) -> None:
    page = anna.go("/")
    look_for(page, two.word)
    expect(results(page)).to_have_count(2)
    box = panel(anna).get_by_role("checkbox", name=f"{two.word}boat")
    tab_to(page, f"input[value='{two.word}boat']")
    page.keyboard.press("Space")
    expect(chips(page)).to_have_count(1)
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    tab_to(page, "article a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile(two.word))).to_be_visible()


def test_the_focus_is_not_lost_with_a_chip(anna: Visit, two: Two) -> None:
    page = anna.go(f"/search?q={two.word}&layout=wide&layout=tall")
    chips(page).nth(0).get_by_role("button").press("Enter")
    expect(chips(page)).to_have_count(1)
    expect(chips(page).get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")


def test_known_words_become_chips_to_take_away(anyone: Visit) -> None:
    told = {"privacy": "public", "title": "a dog"}
    image_id = anyone.adds_understood(picture(size=(640, 420), colour=RED), **told)
    wait_until_found(anyone, [image_id], q="röd hund liggande")
    page = anyone.go("/search?q=red dog wide")
    expect(chips(page)).to_have_text(["Colourred", "Tagdog", "Shapewide"])
    keep(page, "known-words-phone" if anyone.is_phone else "known-words-desktop")
    chips(page).nth(1).get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"/search\?q=red(\+|%20)wide$"))
    expect(page.get_by_role("combobox", name="Search pictures")).to_have_value("red wide")
    expect(chips(page)).to_have_count(2)


def test_backspace_in_the_empty_box_takes_the_last_chip_away(anna: Visit, two: Two) -> None:
    page = anna.go(f"/search?tag={two.word}boat&layout=wide&rating_min=1")
    box = page.get_by_role("combobox", name="Search pictures")
    for left in (2, 1, 0):
        box.press("Backspace")
        expect(chips(page)).to_have_count(left)
    box.fill("ab")
    box.press("Backspace")
    expect(box).to_have_value("a")


def test_each_scope_says_how_many_it_finds(site: Served, visits: Callable[..., Visit], two: Two) -> None:
    other = visits(site)
    other.go(f"/search?q={two.word}")
    scopes = panel(other).get_by_role("group", name="Whose pictures")
    expect(scopes.get_by_role("button", name="Mine 0")).to_be_visible()
    expect(scopes.get_by_role("button", name="Everyone’s 2")).to_be_visible()


def test_colours_by_name_and_by_number_up_to_three(anna: Visit, two: Two) -> None:
    page = anna.go(f"/search?q={two.word}")
    beside = panel(anna)
    beside.get_by_role("button", name="blue", exact=True).click()
    expect(results(page)).to_have_count(1)
    expect(results(page).get_by_role("img", name=f"{two.word} blue")).to_be_visible()
    beside.get_by_role("textbox", name="Another colour").fill("1e3cc8")
    beside.get_by_role("button", name="Add").click()
    expect(chips(page)).to_have_count(2)
    expect(results(page)).to_have_count(1)
    beside.get_by_role("button", name="yellow", exact=True).click()
    expect(beside.get_by_role("button", name="red", exact=True)).to_be_disabled()
    expect(beside.get_by_role("textbox", name="Another colour")).to_be_disabled()


def test_a_least_share_leaves_out_what_has_less(anna: Visit, two: Two) -> None:
    page = anna.go(f"/search?q={two.word}&colour=blue")
    expect(results(page)).to_have_count(1)
    slider = panel(anna).get_by_role("slider", name="Least share of blue")
    slider.fill("100")
    expect(page).to_have_url(re.compile("colour=blue(:|%3A)100"))
    expect(page.get_by_role("heading", name="No pictures found")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Clear all").last.click()
    expect(results(page)).to_have_count(2)


def test_a_broken_search_says_which_word_and_what_was_understood(anna: Visit, two: Two) -> None:
    page = anna.go(f"/search?q={two.word} AND (")
    expect(page.get_by_text("could not be taken as it stands")).to_be_visible()
    expect(page.locator("mark")).to_have_count(1)
    expect(results(page)).to_have_count(2)


def test_what_cannot_be_asked_is_an_error_with_another_try(anna: Visit) -> None:
    anna.watch.expect("status of 422")
    page = anna.go("/search?colour=mauve")
    expect(page.get_by_role("alert")).to_contain_text("The search did not work.")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_nothing_found_says_what_to_do(anyone: Visit) -> None:
    page = anyone.go(f"/search?q={a_word()}&scope=mine")
    expect(page.get_by_role("heading", name="No pictures found")).to_be_visible()
    page.get_by_role("button", name="Search everyone’s pictures").click()
    expect(page).not_to_have_url(re.compile("scope"))


def test_visitors_search_what_is_public_and_have_no_scope(anna: Visit, visitor: Visit, two: Two) -> None:
    hidden = anna.adds_understood(title=f"{two.word} hidden", privacy="private")
    wait_until_found(anna, [hidden], q=two.word)
    page = visitor.go(f"/search?q={two.word}&scope=mine")
    expect(results(page)).to_have_count(2)
    expect(page.get_by_role("group", name="Whose pictures")).to_have_count(0)


def test_the_sheet_says_how_many_and_gives_the_focus_back(site: Served, visits: Callable[..., Visit]) -> None:
    berta = visits(site, "phone")
    two = two_of(berta)
    page = berta.go(f"/search?q={two.word}")
    sheet = panel(berta)
    sheet.get_by_role("checkbox", name=f"{two.word}boat").check()
    sheet.get_by_role("button", name="Wide").click()
    expect(sheet.get_by_role("button", name="Show 1 picture")).to_be_visible()
    keep(page, "search-refine")
    close_panel(berta)
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("button", name="Refine 2")).to_be_focused()
    expect(results(page)).to_have_count(1)


def test_tags_are_counted_found_and_lead_to_their_pictures(anyone: Visit) -> None:
    two = two_of(anyone)
    page = anyone.go("/tags")
    page.get_by_role("searchbox", name="Find a tag").fill(f"{two.word}bo")
    tag = page.get_by_role("list", name="Tags").get_by_role("link")
    expect(tag).to_have_count(1)
    expect(tag).to_contain_text("2 pictures")
    tag.click()
    expect(results(page)).to_have_count(2)
    expect(chips(page)).to_contain_text(f"{two.word}boat")


def test_tags_and_categories_of_a_picture_lead_to_a_search(anna: Visit, two: Two) -> None:
    page = anna.go(f"/images/{two.red}")
    page.get_by_role("region", name="Tags").get_by_role("link", name=f"{two.word}boat").click()
    expect(results(page)).to_have_count(2)
    page = anna.go("/")
    page.get_by_role("navigation", name="Category").get_by_role("link", name="Animal").click()
    expect(page).to_have_url(re.compile(r"/search\?category=animal$"))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something of this kind has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_typed_facets_become_chips_and_a_wrong_one_is_explained(anyone: Visit) -> None:
    two = two_of(anyone)
    page = anyone.go("/")
    look_for(page, f"{two.word} colour:red -layout:tall")
    expect(results(page)).to_have_count(1)
    expect(chips(page)).to_have_text([re.compile("red"), re.compile("not tall")])
    chips(page).first.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"without=layout%3Atall|without=layout:tall"))
    look_for(page, f"{two.word} colour:reed")
    expect(page.get_by_text("Did you mean colour:red or colour:green?")).to_be_visible()
    keep(page, f"search-misspelt-{'phone' if anyone.is_phone else 'desktop'}")


def test_the_help_page_leads_to_searches(anyone: Visit) -> None:
    page = anyone.go("/help/search")
    expect(page.get_by_role("heading", level=1, name="How to search")).to_be_visible()
    assert barriers(page) == []
    keep(page, f"search-help-{'phone' if anyone.is_phone else 'desktop'}")
    page.get_by_role("link", name="colour:red", exact=True).click()
    expect(page).to_have_url(re.compile(r"/search\?q=colour(:|%3A)red$"))
