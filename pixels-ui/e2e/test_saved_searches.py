"""Saved searches: kept from a search or made from rules, opened, followed, renamed, frozen, deleted; at both widths."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.axe import barriers
from e2e.finding import a_word, chips, results, wait_until_found
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit, until
from tests.factories import picture


def width_of(visit: Visit) -> str:
    return "phone" if visit.is_phone else "desktop"


def some(visit: Visit, word: str, count: int = 3, **fields: str) -> list[str]:
    """Pictures that a word finds, in different colours."""
    colours = [(200, 25, 25), (30, 60, 200), (40, 150, 60), (220, 180, 40)]
    files = [picture(size=(640, 420), colour=colours[number % len(colours)]) for number in range(count)]
    ids = [visit.adds_understood(file, title=f"{word} {number}", **fields) for number, file in enumerate(files)]
    wait_until_found(visit, ids, q=word)
    return ids


def saves(visit: Visit, name: str, query: str, *, follow: bool = True) -> str:
    answer = visit.call("POST", "/saved-searches", data={"name": name, "query": query, "follow": follow})
    return str(answer.json()["id"])


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name="Saved searches").get_by_role("article", name=name, exact=True)


def covers(page: Page, name: str) -> Locator:
    return card(page, name).get_by_role("link").locator("img")


def choose(page: Page, name: str, act: str) -> Locator:
    """From the menu of a card; the dialog that opens."""
    card(page, name).get_by_role("button", name=f"More for “{name}”").click()
    card(page, name).get_by_role("button", name=act).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def test_a_search_is_saved_and_its_card_leads_to_it_again(anyone: Visit) -> None:
    word = a_word()
    some(anyone, word, tags="sea")
    page = anyone.go(f"/search?q={word}&tag=sea&layout=wide")
    expect(results(page)).to_have_count(3)
    page.get_by_role("button", name="Save this search").click()
    dialog = page.get_by_role("dialog", name="Save this search")
    expect(dialog.get_by_label("Name")).to_have_value(re.compile(rf"^{word} · .*sea"))
    dialog.get_by_label("Name").fill("By the sea")
    keep(page, f"saved-saving-{width_of(anyone)}")
    dialog.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("“By the sea” is saved.").wait_for()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="Saved searches")).to_be_visible()
    expect(covers(page, "By the sea")).to_have_count(3)
    expect(card(page, "By the sea")).to_contain_text(f"{word} · ")
    card(page, "By the sea").get_by_role("link").click()
    expect(page).to_have_url(re.compile(rf"/search\?q={word}&sort=newest&tag=sea&layout=wide$"))
    expect(results(page)).to_have_count(3)
    expect(chips(page)).to_have_count(2)


def count_of(visit: Visit, name: str) -> int:
    """How many are new; a picture of which the index has not heard the last is not counted for a moment."""
    items = visit.call("GET", "/saved-searches").json()["items"]
    return next(int(one["new"]) for one in items if one["name"] == name)


def test_new_ones_are_counted_until_it_is_opened(anyone: Visit) -> None:
    word = a_word()
    saves(anyone, "Followed", f"q={word}")
    saves(anyone, "Only kept", f"q={word}", follow=False)
    some(anyone, word, 2)
    until(lambda: count_of(anyone, "Followed") == 2, "both are counted")
    page = anyone.go("/saved")
    expect(card(page, "Followed")).to_contain_text("2 new")
    expect(card(page, "Only kept")).not_to_contain_text("2 new")
    keep(page, f"saved-list-{width_of(anyone)}")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        card(page, "Followed").get_by_role("link").click()
    expect(results(page)).to_have_count(2)
    page.go_back()
    expect(card(page, "Followed")).to_be_visible()
    expect(card(page, "Followed")).not_to_contain_text("2 new")
    switch = page.get_by_role("switch", name="Tell me of new pictures of “Only kept”")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        card(page, "Only kept").locator(".el-switch").click()
    expect(switch).to_be_checked()
    expect(card(page, "Only kept")).to_contain_text("2 new")


def test_an_album_that_fills_itself_says_how_many_fit_before_it_is_saved(anyone: Visit) -> None:
    word = a_word()
    some(anyone, word, 3, tags=f"{word}tag", category="food")
    page = anyone.go("/me/albums")
    page.get_by_role("button", name="Album that fills itself").first.click()
    dialog = page.get_by_role("dialog", name="An album that fills itself")
    dialog.get_by_label("Name").fill("Dinners")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog.get_by_text("Say at least one of words, tags, category or dates.")).to_be_visible()
    dialog.get_by_label("Tags").fill(f"{word}tag")
    dialog.get_by_label("Tags").press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("3 pictures fit now")
    expect(dialog.get_by_text("Say at least one")).to_have_count(0)
    dialog.get_by_label("Category").select_option("Food")
    expect(dialog.get_by_role("status")).to_have_text("3 pictures fit now")
    dialog.get_by_label("Words").fill(f"“{word} 1”")
    expect(dialog.get_by_role("status")).to_have_text("1 picture fits now")
    keep(page, f"saved-rules-{width_of(anyone)}")
    assert barriers(page) == []
    dialog.get_by_label("Words").fill("")
    dialog.get_by_label("From").fill("1990-01-01")
    dialog.get_by_label("From").press("Tab")
    expect(dialog.get_by_role("status")).to_have_text("0 pictures fit now")
    dialog.get_by_label("From").fill("")
    dialog.get_by_label("From").press("Tab")
    expect(dialog.get_by_role("status")).to_have_text("3 pictures fit now")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile("/saved$"))
    expect(card(page, "Dinners")).to_contain_text("Mine")
    expect(covers(page, "Dinners")).to_have_count(3)


def test_it_is_renamed_and_deleted(anyone: Visit) -> None:
    saves(anyone, "Cats", "q=cat")
    saves(anyone, "Dogs", "q=dog")
    page = anyone.go("/saved")
    anyone.watch.expect("status of 409")
    dialog = choose(page, "Dogs", "Rename")
    dialog.get_by_label("Name").fill("Cats")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog.get_by_text("You have a saved search of this name.")).to_be_visible()
    dialog.get_by_label("Name").fill("Big dogs")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(card(page, "Big dogs")).to_be_visible()
    dialog = choose(page, "Big dogs", "Delete")
    expect(dialog).to_contain_text("No picture is deleted.")
    dialog.get_by_role("button", name="Delete the search").click()
    expect(card(page, "Big dogs")).to_have_count(0)
    expect(card(page, "Cats")).to_be_visible()
    page.reload()
    expect(page.get_by_role("list", name="Saved searches").get_by_role("article")).to_have_count(1)


def test_ones_own_of_it_are_frozen_into_an_album(anyone: Visit, site: Served, visits: Callable[..., Visit]) -> None:
    word, other = a_word(), visits(site)
    some(anyone, word, 2)
    wait_until_found(anyone, some(other, word, 1, privacy="public"), q=word)
    saves(anyone, "Ours", f"q={word}")
    page = anyone.go("/saved")
    expect(covers(page, "Ours")).to_have_count(3)
    dialog = choose(page, "Ours", "Freeze into an album")
    expect(dialog.get_by_role("status").first).to_have_text("2 pictures of yours go into it.")
    dialog.get_by_label("Title").fill("Only mine")
    keep(page, f"saved-freezing-{width_of(anyone)}")
    assert barriers(page) == []
    dialog.get_by_role("button", name="Make the album").click()
    page.get_by_text("The album “Only mine” has 2 pictures. One more hit is not yours, so it is not in it.").wait_for()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="Only mine")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name=re.compile(rf"^{word} \d$"))).to_have_count(2)


def test_without_any_it_says_what_they_are(anyone: Visit) -> None:
    page = anyone.go("/saved")
    expect(page.get_by_role("heading", name="No saved searches yet")).to_be_visible()
    keep(page, f"saved-empty-{width_of(anyone)}")
    assert barriers(page) == []


def test_a_list_that_fails_is_tried_again(anna: Visit) -> None:
    saves(anna, "Dogs", "q=dog")
    anna.watch.expect("ERR_FAILED")
    anna.page.route(re.compile("/api/v1/saved-searches"), lambda route: route.abort(), times=1)
    page = anna.go("/saved")
    expect(page.get_by_text("The saved searches could not be loaded.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(card(page, "Dogs")).to_be_visible()


def test_by_keys_alone(anna: Visit) -> None:
    saves(anna, "Dogs", "q=dog")
    page = anna.go("/saved")
    card(page, "Dogs").get_by_role("link").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("switch")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("switch")).not_to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="More for “Dogs”")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Rename")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="More for “Dogs”")).to_be_focused()


def test_a_visitor_is_not_offered_to_save(visitor: Visit) -> None:
    page = visitor.go(f"/search?q={a_word()}")
    expect(page.get_by_text("No pictures found")).to_be_visible()
    expect(page.get_by_role("button", name="Save this search")).to_have_count(0)
    page = visitor.go("/saved")
    expect(page).to_have_url(re.compile(r"/login\?next=/saved$"))


def test_no_barriers_in_the_list(anyone: Visit) -> None:
    word = a_word()
    saves(anyone, "Followed", f"q={word}&tag=sea&category=other&layout=wide")
    saves(anyone, "A name that is as long as a name can be, so that it must be broken somewhere " + "x" * 22, "")
    some(anyone, word, 3, tags="sea", category="other")
    page = anyone.go("/saved")
    expect(card(page, "Followed")).to_contain_text("3 new")
    expect(covers(page, "Followed")).to_have_count(3)
    card(page, "Followed").get_by_role("button", name="More for “Followed”").click()
    assert barriers(page) == []
    keep(page, f"saved-menu-{width_of(anyone)}")


@pytest.mark.parametrize(("locale", "words"), [("zh-CN", "保存的搜索"), ("sv-SE", "Sparade sökningar")])
def test_in_other_languages(site: Served, visits: Callable[..., Visit], locale: str, words: str) -> None:
    somebody = visits(site, locale=locale)
    saves(somebody, "犬 hund", "q=dog")
    page = somebody.go("/saved")
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    keep(page, f"saved-{locale[:2]}")
