"""What was searched for before, and whose words are searched."""

import re

import pytest
from playwright.sync_api import expect

from e2e.axe import barriers
from e2e.finding import BLUE, RED, Two, a_word, chips, close_panel, look_for, panel, results, two_of, wait_until_found
from e2e.shots import keep
from e2e.visits import Visit, until
from tests.factories import picture


@pytest.fixture
def two(anna: Visit) -> Two:
    return two_of(anna)


def test_what_was_searched_and_chosen_lately_comes_first_until_it_is_forgotten(anyone: Visit) -> None:
    two = two_of(anyone)
    width = "phone" if anyone.is_phone else "desktop"
    told = {"privacy": "public", "tags": f"{two.word}beach", "title": f"{two.word} shore"}
    shore = anyone.adds_understood(picture(size=(640, 420), colour=BLUE), **told)
    wait_until_found(anyone, [shore], q=f"{two.word} shore")
    page = anyone.go("/")
    listed, box = page.get_by_role("listbox", name="Suggestions"), page.get_by_role("combobox", name="Search pictures")
    box.click()
    expect(listed).to_be_hidden()
    box.press_sequentially(f"{two.word}b")
    expect(listed.get_by_role("option")).to_contain_text([f"{two.word}boat", f"{two.word}beach"])
    listed.get_by_role("option", name=f"{two.word}beach").click()
    expect(results(page)).to_have_count(1)
    page = anyone.go("/")
    look_for(page, f"{two.word} shore")
    expect(results(page)).to_have_count(1)
    page = anyone.go("/")
    box.press_sequentially(two.word)
    offered = [f"Searched before{two.word} shore", f"Tag{two.word}beach", f"Tag{two.word}boat"]
    expect(listed.get_by_role("option")).to_contain_text(offered)
    keep(page, f"suggested-recent-{width}")
    box.fill("")
    expect(listed.get_by_role("option")).to_have_text([f"Searched before{two.word} shore"])
    expect(box).to_have_attribute("aria-expanded", "true")
    keep(page, f"recent-searches-{width}")
    assert barriers(page) == []
    box.press("ArrowDown")
    expect(listed.get_by_role("option", selected=True)).to_have_count(1)
    box.press("Enter")
    expect(page).to_have_url(re.compile(rf"/search\?q={two.word}(\+|%20)shore$"))
    page = anyone.go("/")
    box.click()
    expect(listed.get_by_role("option")).to_have_count(1)
    page.get_by_role("button", name="Forget recent searches").click()
    expect(listed).to_be_hidden()
    anyone.go("/")
    box.click()
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('pixels.recent')).length") == 0
    expect(listed).to_be_hidden()


def test_a_tag_that_nobody_shows_any_more_is_not_suggested_again(anna: Visit, two: Two) -> None:
    page = anna.go("/")
    listed, box = page.get_by_role("listbox", name="Suggestions"), page.get_by_role("combobox", name="Search pictures")
    box.press_sequentially(f"{two.word}bo")
    listed.get_by_role("option", name=f"{two.word}boat").click()
    expect(results(page)).to_have_count(2)
    for image_id in (two.red, two.blue):
        anna.call("DELETE", f"/images/{image_id}")
    wait_until_gone(anna, two.word)
    anna.go("/")
    with page.expect_response(re.compile("/search/suggestions")):
        box.press_sequentially(f"{two.word}bo")
    expect(listed).to_be_hidden()


def wait_until_gone(visit: Visit, word: str) -> None:
    until(lambda: visit.call("GET", f"/search/suggestions?q={word}").json()["items"] == [], "the index has heard")


def test_words_of_people_and_of_the_machine_are_searched_apart(anyone: Visit) -> None:
    word = a_word()
    told = {"privacy": "public", "tags": word}
    said = anyone.adds_understood(picture(size=(420, 640), colour=BLUE), title="Red, as they say", **told)
    seen = anyone.adds_understood(picture(size=(640, 420), colour=RED), title="A thing", **told)
    wait_until_found(anyone, [said, seen], tag=word)
    page = anyone.go(f"/search?q=red&tag={word}")
    expect(results(page)).to_have_count(2)
    beside = panel(anyone)
    beside.locator("summary").filter(has_text="Whose words").click()
    choice = beside.get_by_role("group", name="Whose words")
    expect(choice.get_by_role("button", name="All")).to_have_attribute("aria-pressed", "true")
    choice.get_by_role("button", name="People’s").click()
    keep(page, f"whose-words-{'phone' if anyone.is_phone else 'desktop'}")
    assert barriers(page) == []
    close_panel(anyone)
    expect(page).to_have_url(re.compile(rf"q=red&words=written&tag={word}$"))
    expect(results(page).get_by_role("img", name="Red, as they say")).to_be_visible()
    expect(results(page)).to_have_count(1)
    page.reload()
    expect(results(page)).to_have_count(1)
    keep(page, f"whose-words-found-{'phone' if anyone.is_phone else 'desktop'}")
    chips(page).get_by_role("button", name="Remove “written by people”").click()
    expect(results(page)).to_have_count(2)
    page = anyone.go(f"/search?q=red words:generated&tag={word}")
    expect(results(page).get_by_role("img", name="A thing")).to_be_visible()
    expect(results(page)).to_have_count(1)
