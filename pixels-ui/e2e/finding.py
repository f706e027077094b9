"""What the tests of search share: words of their own, and waiting until the index knows a picture."""

import itertools
import re
import string
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from e2e.visits import Visit, until
from tests.factories import picture

SHOW = re.compile(r"^Show .*pictures?$")
RED = (200, 25, 25)
BLUE = (30, 60, 200)
_numbers = itertools.count()


def a_word() -> str:
    """Letters that no other test has used, since all tests of a run search the same site."""
    first, second = divmod(next(_numbers), 26)
    return f"quirk{string.ascii_lowercase[first]}{string.ascii_lowercase[second]}"


def found(visit: Visit, **asked: str | list[str]) -> set[str]:
    """Ids that a search over the API finds."""
    answer = visit.call("GET", f"/search?{urlencode({**asked, 'limit': '100'}, doseq=True)}").json()
    return {one["id"] for one in answer["items"]}


def wait_until_found(visit: Visit, ids: Iterable[str], **asked: str | list[str]) -> None:
    wanted = set(ids)
    until(lambda: wanted <= found(visit, **asked), f"{len(wanted)} pictures are found by {asked}")


def results(page: Page) -> Locator:
    """The pictures on the page of a search."""
    return page.get_by_role("list", name="Search results").get_by_role("article")


def chips(page: Page) -> Locator:
    return page.get_by_role("list", name="How the search was understood").get_by_role("listitem")


def panel(visit: Visit) -> Locator:
    """What a search is narrowed by: beside the pictures, on phones in a sheet that is opened."""
    if not visit.is_phone:
        return visit.page.get_by_role("complementary", name="Refine")
    sheet = visit.page.get_by_role("dialog", name="Refine")
    if not sheet.is_visible():
        visit.page.get_by_role("button", name="Refine").click()
    return sheet


def close_panel(visit: Visit) -> None:
    if visit.is_phone:
        visit.page.get_by_role("dialog", name="Refine").get_by_role("button", name=SHOW).click()


@dataclass
class Two:
    """A wide red picture and a tall blue one, titled by a word that nothing else has."""

    word: str
    red: str
    blue: str


def two_of(visit: Visit) -> Two:
    word = a_word()
    told = {"privacy": "public", "tags": f"{word}boat"}
    red = visit.adds_understood(picture(size=(640, 420), colour=RED), title=f"{word} red", **told)
    blue = visit.adds_understood(picture(size=(420, 640), colour=BLUE), title=f"{word} blue", **told)
    wait_until_found(visit, [red, blue], q=word)
    return Two(word, red, blue)


def look_for(page: Page, words: str) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search pictures")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
